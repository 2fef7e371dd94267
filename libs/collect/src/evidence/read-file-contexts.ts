import type { FileContextTables } from '@staticfire/analyze/selinux/file-contexts';
import type { BankName } from '@staticfire/facts';
import type { FileSystem } from '@staticfire/read/filesystem';
import { parseFileContextAliases, parseFileContexts } from '@staticfire/read/formats/file-contexts';
import type { SourceLog } from '../collector.ts';
import { labelAliases, labelFolder, labelTables } from '../selinux-files/label-table-files.ts';
import { findSelinuxStore, MAX_CONFIG } from '../selinux-files/selinux-store.ts';
import { RootFiles } from './root-files.ts';

/** Bottlerocket's has 3 KiB, Debian's 400 KiB. Translating expressions that are made to be costly takes some 5 seconds and 20 MB for each MiB. */
const MAX_LENGTH = 1024 * 1024;
const MAX_TOTAL = 2 * MAX_LENGTH;

/** A file, and how many specs or aliases it has. */
export interface ContextsFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly entries: number;
}

export interface LoadedFileContexts {
  readonly policyType: string;
  readonly tables: FileContextTables;
  readonly tableFiles: readonly ContextsFile[];
  readonly aliasFiles: readonly ContextsFile[];
}

/** The file contexts of the policy that the image configures. No `file_contexts` → undefined. */
export function readFileContexts(bank: BankName, fs: FileSystem | undefined, sources: SourceLog): LoadedFileContexts | undefined {
  if (fs === undefined) return undefined;
  const files = new RootFiles(fs, bank, sources, MAX_TOTAL);
  const store = findSelinuxStore((path) => files.read(path, MAX_CONFIG));
  if (store === undefined) return undefined;
  const folder = `${store.folder}/${labelFolder}`;
  const tables = readAll(files, folder, labelTables, parseFileContexts);
  if (tables[0]?.file.path !== `${folder}/${labelTables[0]}`) return undefined;
  const aliases = readAll(files, folder, labelAliases, parseFileContextAliases);
  return {
    policyType: store.policyType,
    tables: { files: tables.map(({ file, parsed }) => ({ path: file.path, specs: parsed })), aliases: aliases.map(({ parsed }) => parsed) },
    tableFiles: tables.map(({ file }) => file),
    aliasFiles: aliases.map(({ file }) => file),
  };
}

type Parse<T> = (bytes: Uint8Array, path: string) => readonly T[];

/** Those that exist. */
function readAll<T>(
  files: RootFiles,
  folder: string,
  names: readonly string[],
  parse: Parse<T>,
): { readonly file: ContextsFile; readonly parsed: readonly T[] }[] {
  return names.flatMap((name) => {
    const path = `${folder}/${name}`;
    const found = files.readDigested(path, MAX_LENGTH);
    if (found === undefined) return [];
    const parsed = parse(found.bytes, path);
    return [{ file: { path, size: found.bytes.length, sha256: found.sha256, entries: parsed.length }, parsed }];
  });
}
