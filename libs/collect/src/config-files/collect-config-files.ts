import type { BankName, Infer, Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { type FileSystem, lookup } from '@staticfire/read/filesystem';
import type { LineEnds } from '@staticfire/read/formats/linux-text';
import type { SourceLog } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type FolderEntry, isUnreadableEntry, listFolders } from '../evidence/list-folder.ts';
import { quoteLines, textOf } from '../evidence/quote-lines.ts';
import { RootFiles } from '../evidence/root-files.ts';
import type { configFile } from './config-file.ts';

const MAX_FILES = 2000;
const MAX_ENTRIES = 10_000;
const MAX_LENGTH = 1024 * 1024;
const MAX_TOTAL = 16 * 1024 * 1024;

type ConfigFile = Infer<typeof configFile>;

/** Where a tool looks, first folder first, and how it reads a file. */
export interface ConfigFolders<E> {
  readonly folders: readonly string[];
  /** Names that end so are read, but for hidden ones (systemd src/basic/dirent-util.c, `dirent_is_file_with_suffix`; kmod, `conf_files_filter_out`). */
  readonly suffix: string;
  /** Another one that is read. */
  readonly otherSuffix?: string;
  readonly lineEnds: LineEnds;
  readonly parse: (bytes: Uint8Array, path: string) => readonly E[];
  /** The one name that counts; others are no concern of this tool. */
  readonly only?: string;
  /** What is told of an entry that has a password in it; its line is not quoted. Others → undefined. */
  readonly withhold?: (entry: E) => E | undefined;
}

export interface ConfigFiles<E> {
  readonly folders: readonly string[];
  readonly files: readonly (ConfigFile | Unreadable)[];
  readonly entries: readonly ((E & { readonly file: string }) | Unreadable)[];
}

/** Every file of the search folders that exist, with its entries. None exists → undefined. */
export function collectConfigFiles<E extends { readonly line: number }>(
  fs: FileSystem,
  bank: BankName,
  place: ConfigFolders<E>,
  sources: SourceLog,
): ConfigFiles<E> | undefined {
  const folders = listFolders(fs, place.folders);
  if (folders.length === 0) return undefined;
  const reader = new RootFiles(fs, bank, sources, MAX_TOTAL);
  const files = new BoundedList<ConfigFile>(MAX_FILES, 'files');
  const entries = new BoundedList<E & { readonly file: string }>(MAX_ENTRIES, 'entries');
  const first = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of folder.entries) {
      if (place.only !== undefined && entry.name !== '' && entry.name !== place.only) continue;
      if (isUnreadableEntry(entry)) {
        files.addError(entry.error);
        entries.addError(entry.error);
        continue;
      }
      const { file, bytes, read, error } = readEntry(reader, folder.path, entry, place);
      const earlier = first.get(entry.name);
      if (file.state !== 'wrong-name' && earlier === undefined) first.set(entry.name, entry.path);
      files.add({ ...file, ...(earlier === undefined ? {} : { overriddenBy: earlier }) });
      if (error !== undefined) entries.addError(error);
      const secret = new Map(read.flatMap((each) => [[each, place.withhold?.(each)] as const]));
      const listed = read.filter((each) => entries.add({ file: entry.path, ...(secret.get(each) ?? each) }) && secret.get(each) === undefined);
      if (bytes === undefined || listed.length === 0) continue;
      const quoted = { bank, partition: 'ROOT', path: entry.path, text: textOf(bytes), lineEnds: place.lineEnds };
      sources.quote(quoteLines(quoted, linesOf(listed)));
    }
  }
  return { folders: folders.map(({ path }) => path), files: files.elements, entries: entries.elements };
}

function linesOf(entries: readonly { readonly line: number }[]): readonly number[] {
  return entries.map(({ line }) => line);
}

function readEntry<E>(
  reader: RootFiles,
  folder: string,
  entry: FolderEntry,
  place: ConfigFolders<E>,
): { readonly file: ConfigFile; readonly bytes?: Uint8Array | undefined; readonly read: readonly E[]; readonly error?: ReadError } {
  const type = entry.stat.type === 'file' || entry.stat.type === 'symlink' ? entry.stat.type : 'other';
  const link = entry.target === undefined ? {} : { target: entry.target };
  const common = { path: entry.path, name: entry.name, folder, type, ...link } as const;
  try {
    const end = entry.stat.type === 'symlink' ? lookup(reader.fs, entry.path) : entry.stat;
    const size = end?.type === 'file' ? end.size : 0;
    const state = decideState(entry, end?.type, size, place);
    const bytes = state === 'read' ? reader.read(entry.path, MAX_LENGTH) : undefined;
    const read = bytes === undefined ? [] : place.parse(bytes, entry.path);
    return { file: { ...common, size, state, entries: read.length, readable: true }, bytes, read };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { file: { ...common, size: entry.stat.size, state: 'read', entries: 0, readable: false }, read: [], error };
  }
}

function decideState(
  entry: FolderEntry,
  endType: string | undefined,
  size: number,
  place: Pick<ConfigFolders<unknown>, 'suffix' | 'otherSuffix'>,
): ConfigFile['state'] {
  const isNamed = [place.suffix, place.otherSuffix].some((suffix) => suffix !== undefined && entry.name.endsWith(suffix));
  if (!isNamed || entry.name.startsWith('.')) return 'wrong-name';
  if (entry.target !== undefined && isDevNull(entry.path, entry.target)) return 'masked';
  if (endType === undefined) return 'dangling';
  if (endType !== 'file') return 'not-a-file';
  return size === 0 ? 'masked' : 'read';
}

/** /dev/null, which an image does not hold, however the link writes it. */
export function isDevNull(path: string, target: string): boolean {
  const parts = target.startsWith('/') ? [] : path.split('/').slice(0, -1);
  const resolved: string[] = [];
  for (const part of [...parts, ...target.split('/')]) {
    if (part === '..') resolved.pop();
    else if (part !== '' && part !== '.') resolved.push(part);
  }
  return resolved.join('/') === 'dev/null';
}
