import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { labImage, labImageLz4 } from '@staticfire/testkit';
import { extractParts, type LargeParts } from './large-parts.ts';

/** A lab image and what the peers want of it as files of their own. */
export interface MeasuredImage extends LargeParts {
  readonly image: string;
  /** The same disk as builds publish it. */
  readonly packed: string;
  /** Its facts document. */
  readonly facts: string;
}

/** `bundle` is the published command; it says which root hash the image boots with. */
export async function measuredImage(name: string, bundle: string, work: string): Promise<MeasuredImage> {
  const image = await labImage(name);
  const packed = await labImageLz4(name);
  mkdirSync(work, { recursive: true });
  const facts = JSON.parse(execFileSync(process.execPath, [bundle, 'facts', image, 'verity.table', '--format', 'json'], { encoding: 'utf8' }));
  const document = join(work, `${name}.facts.json`);
  execFileSync(process.execPath, [bundle, 'collect', image, '--quiet', '--output', document]);
  return { image, packed, facts: document, ...extractParts(image, facts[0].value.rootHash, join(work, name)) };
}
