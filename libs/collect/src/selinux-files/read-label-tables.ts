import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import { parseFileContextAliases, parseFileContexts } from '@staticfire/read/formats/file-contexts';
import { labelAliases, labelFolder, labelTables } from './label-table-files.ts';

/** Fedora's has 400 KiB. */
const MAX_TABLE = 16 * 1024 * 1024;
/** What a policy says about labels of files. A policy without file_contexts is a FormatError. `folder` is that of the policy, as `findConfiguredPolicy` gives it. */
export function readLabelTables(fs: FileSystem, folder: string): FileContextTables {
  const tables = `${folder}/${labelFolder}`;
  const files = labelTables.flatMap((name) => readParsed(fs, `${tables}/${name}`, (bytes, path) => ({ path, specs: parseFileContexts(bytes, path) })));
  if (files[0]?.path !== `${tables}/${labelTables[0]}`)
    throw new FormatError({ structure: folder, message: `the policy has no ${labelFolder}/${labelTables[0]}` });
  return { files, aliases: labelAliases.flatMap((name) => readParsed(fs, `${tables}/${name}`, parseFileContextAliases)) };
}

function readParsed<T>(fs: FileSystem, path: string, parse: (bytes: Uint8Array, path: string) => T): T[] {
  const bytes = readFile(fs, path, MAX_TABLE);
  return bytes === undefined ? [] : [parse(bytes, path)];
}
