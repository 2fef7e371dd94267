import { LimitError, ReadError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, lookup } from '@staticfire/read/filesystem';

const MAX_ENTRIES = 20_000;

/** A name in a folder; links are not followed. */
export interface FolderEntry {
  readonly name: string;
  /** The folder's path as it was asked for, and the name. */
  readonly path: string;
  readonly stat: FileStat;
  /** Of symlinks. */
  readonly target?: string;
}

/** A name whose inode or target could not be read; or, with the folder's own path, why there may be more names than are listed. */
export interface UnreadableEntry {
  readonly name: string;
  readonly path: string;
  readonly error: ReadError;
}

export interface Folder {
  readonly path: string;
  readonly inode: number;
  /** Sorted by name. */
  readonly entries: readonly (FolderEntry | UnreadableEntry)[];
}

/** A folder, reached through links like any path. Missing or not a folder → undefined. */
export function listFolder(fs: FileSystem, path: string): Folder | undefined {
  const folder = lookup(fs, path);
  if (folder?.type !== 'directory') return undefined;
  const entries: (FolderEntry | UnreadableEntry)[] = [];
  try {
    for (const { name, inode } of fs.list(folder.inode)) {
      if (entries.length >= MAX_ENTRIES) throw new LimitError({ structure: 'directory', message: `${path} has more than ${MAX_ENTRIES} names` });
      entries.push(describe(fs, `${path}/${name}`, name, inode));
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    entries.push({ name: '', path, error });
  }
  return { path, inode: folder.inode, entries: entries.sort(byName) };
}

/** The folders of `paths` that exist, each once, under the first of its paths. */
export function listFolders(fs: FileSystem, paths: readonly string[]): Folder[] {
  const folders = new Map<number, Folder>();
  for (const path of paths) {
    const folder = listFolder(fs, path);
    if (folder !== undefined && !folders.has(folder.inode)) folders.set(folder.inode, folder);
  }
  return [...folders.values()];
}

export function isUnreadableEntry(entry: FolderEntry | UnreadableEntry): entry is UnreadableEntry {
  return 'error' in entry;
}

function describe(fs: FileSystem, path: string, name: string, inode: number): FolderEntry | UnreadableEntry {
  try {
    const stat = fs.stat(inode);
    return { name, path, stat, ...(stat.type === 'symlink' ? { target: fs.readLink(inode) } : {}) };
  } catch (error) {
    if (error instanceof ReadError) return { name, path, error };
    throw error;
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
