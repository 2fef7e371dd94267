import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { labImage, labImageLz4 } from '@staticfire/testkit';
import { EFI_TYPE, extractPartition, HASH_TYPE, ROOT_TYPE } from './extract-partition.ts';

/** A lab image and what the peers want of it as files of their own, bank A. */
export interface MeasuredImage {
  readonly image: string;
  /** The same disk as builds publish it. */
  readonly packed: string;
  /** Its facts document. */
  readonly facts: string;
  readonly root: string;
  readonly hash: string;
  readonly efi: string;
  /** The root hash that it boots with. */
  readonly rootHash: string;
  /** Under dm-verity. */
  readonly dataBytes: number;
}

interface VerityTable {
  readonly rootHash: string;
  readonly dataBlocks: number;
  readonly dataBlockSize: number;
}

/** `bundle` is the published command; it says what the image boots with. */
export async function measuredImage(name: string, bundle: string, work: string): Promise<MeasuredImage> {
  const image = await labImage(name);
  const packed = await labImageLz4(name);
  const folder = join(work, name);
  mkdirSync(folder, { recursive: true });
  const facts = join(folder, 'facts.json');
  execFileSync(process.execPath, [bundle, 'collect', image, '--quiet', '--output', facts]);
  const [table] = JSON.parse(execFileSync(process.execPath, [bundle, 'facts', facts, 'verity.table', '--format', 'json'], { encoding: 'utf8' }));
  const { rootHash, dataBlocks, dataBlockSize } = table.value as VerityTable;
  const partition = (typeGuid: string, file: string) => extractPartition(image, typeGuid, join(folder, file));
  return {
    ...{ image, packed, facts, rootHash, dataBytes: dataBlocks * dataBlockSize },
    ...{ root: partition(ROOT_TYPE, 'root.img'), hash: partition(HASH_TYPE, 'hash.img'), efi: partition(EFI_TYPE, 'efi.img') },
  };
}
