import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { editorSchemas, PACK_ID, SAMPLES_SCHEMA, scaffoldPack } from '@staticfire/evaluate/authoring';
import { canonicalJson } from '@staticfire/facts';
import { printable } from '@staticfire/report';
import { factCatalogue } from '@staticfire/scan/judge';
import { UsageError } from '../../failure.ts';
import { describeFileError } from '../../file-error.ts';
import { loadShippedPacks } from '../../load-policies.ts';
import { pagesOf } from './docs.ts';

/** Writes a first pack into a new or empty folder. Throws UsageError when the folder has something in it, or the id is none or taken. */
export function create(folder: string, options: { readonly id?: string }): void {
  const id = options.id ?? basename(resolve(folder));
  if (!PACK_ID.test(id)) throw new UsageError(`${id} is no id of a pack; name one with --id, for example: --id ours`);
  if (loadShippedPacks().some((pack) => pack.id === id))
    throw new UsageError(`${id} is the id of a pack that ships with staticfire; name another one with --id`);
  if (!isFree(folder)) throw new UsageError(`${folder} is there and not empty; nothing was written`);
  const files = [...scaffoldPack(id), ...schemaFiles()];
  for (const [path, text] of files) writeNew(join(folder, path), text);
  const pages = pagesOf([folder]).flatMap((each) => each.write());
  process.stdout.write(
    `wrote ${files.length + pages.length} files into ${printable(folder)}\nnext: staticfire pack lint ${printable(folder)} && staticfire pack test ${printable(folder)}\n`,
  );
}

/** A first pack has no samples. */
function schemaFiles(): readonly (readonly [path: string, text: string])[] {
  const schemas = [...editorSchemas(factCatalogue)].filter(([name]) => name !== SAMPLES_SCHEMA);
  return schemas.map(([name, schema]) => [`schemas/${name}`, canonicalJson(schema)]);
}

function isFree(folder: string): boolean {
  try {
    return !existsSync(folder) || readdirSync(folder).length === 0;
  } catch (error) {
    throw new UsageError(`${folder}: ${describeFileError(error)}`, { cause: error });
  }
}

function writeNew(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${describeFileError(error)}`, { cause: error });
  }
}
