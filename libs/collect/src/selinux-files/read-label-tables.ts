import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import { parseFileContextAliases, parseFileContexts } from '@staticfire/read/formats/file-contexts';

/** Fedora's has 400 KiB. */
const MAX_TABLE = 16 * 1024 * 1024;
const TABLE = 'contexts/files/file_contexts';
/** In the order in which libselinux reads them; the later ones win. */
const MORE_TABLES = [`${TABLE}.homedirs`, `${TABLE}.local`];
const ALIASES = [`${TABLE}.subs`, `${TABLE}.subs_dist`];

/** What a policy says about labels of files. A policy without file_contexts is a FormatError. `folder` is that of the policy, as `findConfiguredPolicy` gives it. */
export function readLabelTables(fs: FileSystem, folder: string): FileContextTables {
  const files = [TABLE, ...MORE_TABLES].flatMap((name) =>
    readParsed(fs, `${folder}/${name}`, (bytes, path) => ({ path, specs: parseFileContexts(bytes, path) })),
  );
  if (files[0]?.path !== `${folder}/${TABLE}`) throw new FormatError({ structure: folder, message: `the policy has no ${TABLE}` });
  return { files, aliases: ALIASES.flatMap((name) => readParsed(fs, `${folder}/${name}`, parseFileContextAliases)) };
}

function readParsed<T>(fs: FileSystem, path: string, parse: (bytes: Uint8Array, path: string) => T): T[] {
  const bytes = readFile(fs, path, MAX_TABLE);
  return bytes === undefined ? [] : [parse(bytes, path)];
}
