import { FormatError, LimitError, ReadError } from '../bytes/index.ts';
import type { FileStat, FileSystem } from './file-system.ts';

const MAX_DEPTH = 128;
/** A Bottlerocket root has about 15 000. */
const MAX_ENTRIES = 500_000;

/** One name met on the way; `stat` is missing where the inode is damaged. */
export interface WalkedFile {
  /** Absolute path from the filesystem's root. */
  readonly path: string;
  readonly stat?: FileStat;
  /** Why the inode, or the rest of the directory, could not be read. The walk goes on with the next name. */
  readonly error?: ReadError;
}

/**
 * Every name below the root, depth first, siblings sorted by name, the root (`/`) first.
 * Symlinks are not followed. A directory reached twice, or nested deeper than 128, is an error entry;
 * more than 500 000 entries end the walk with a LimitError.
 */
export function* walk(fs: FileSystem): Generator<WalkedFile> {
  const budget = { entries: 0 };
  const root = statEntry(fs, '/', fs.rootInode);
  yield root;
  if (root.stat?.type === 'directory') yield* walkDirectory(fs, '', root.stat.inode, new Set([root.stat.inode]), 1, budget);
}

function* walkDirectory(fs: FileSystem, prefix: string, inode: number, seen: Set<number>, depth: number, budget: { entries: number }): Generator<WalkedFile> {
  const { entries, error } = sortedEntries(fs, inode);
  if (error !== undefined) yield { path: prefix === '' ? '/' : prefix, error };
  for (const entry of entries) {
    if (++budget.entries > MAX_ENTRIES) throw new LimitError({ structure: 'filesystem', message: `more than ${MAX_ENTRIES} directory entries` });
    const path = `${prefix}/${entry.name}`;
    const walked = statEntry(fs, path, entry.inode);
    const stop = walked.stat?.type === 'directory' ? reasonToStop(path, entry.inode, seen, depth) : undefined;
    if (stop !== undefined) {
      yield { ...walked, error: stop };
      continue;
    }
    yield walked;
    if (walked.stat?.type !== 'directory') continue;
    seen.add(entry.inode);
    yield* walkDirectory(fs, path, entry.inode, seen, depth + 1, budget);
  }
}

function reasonToStop(path: string, inode: number, seen: Set<number>, depth: number): ReadError | undefined {
  if (seen.has(inode))
    return new FormatError({
      structure: 'directory',
      message: `${path} is a loop or second name: it leads to inode ${inode}, a directory that was already visited`,
    });
  if (depth >= MAX_DEPTH) return new LimitError({ structure: 'directory', message: `${path} is nested deeper than ${MAX_DEPTH}` });
  return undefined;
}

function statEntry(fs: FileSystem, path: string, inode: number): WalkedFile {
  try {
    return { path, stat: fs.stat(inode) };
  } catch (error) {
    if (error instanceof ReadError) return { path, error };
    throw error;
  }
}

/** What can be read of a directory; names met before the damage are kept. */
function sortedEntries(fs: FileSystem, inode: number): { entries: { name: string; inode: number }[]; error?: ReadError } {
  const entries: { name: string; inode: number }[] = [];
  try {
    for (const entry of fs.list(inode)) {
      if (entries.length >= MAX_ENTRIES) throw new LimitError({ structure: 'directory', message: `inode ${inode} has more than ${MAX_ENTRIES} entries` });
      entries.push(entry);
    }
    return { entries: entries.sort(byName) };
  } catch (error) {
    if (error instanceof ReadError) return { entries: entries.sort(byName), error };
    throw error;
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
