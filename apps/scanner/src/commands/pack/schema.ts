import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { editorSchemas } from '@staticfire/evaluate/authoring';
import { canonicalJson } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { factCatalogue } from '@staticfire/scan/judge';
import { UsageError } from '../../failure.ts';
import { writeWholeFile } from '../../output/write-file.ts';

/** Writes the JSON Schemas of everything that users write, for editors. Throws UsageError when the folder cannot be made. */
export async function schema(folder: string): Promise<void> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${folder}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  for (const [name, text] of editorSchemas(factCatalogue)) {
    await writeWholeFile(join(folder, name), canonicalJson(text));
    process.stdout.write(`wrote ${printable(join(folder, name))}\n`);
  }
}
