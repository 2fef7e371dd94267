import { FormatError, LimitError } from '../bytes/index.ts';
import type { FileStat, FileSystem } from './file-system.ts';
import { foldCase } from './fold-case.ts';

/** As Linux's MAXSYMLINKS. */
const MAX_SYMLINKS = 40;
const MAX_PATH_COMPONENTS = 4096;

/** Names of folders that have been listed, by inode: for many paths of one filesystem. */
export type ListedFolders = Map<number, ReadonlyMap<string, number>>;

export interface LookupOptions {
  readonly followLast?: boolean;
  readonly folders?: ListedFolders;
}

export interface TracedPath {
  /** Without symlinks in it. */
  readonly path: string;
  readonly stat: FileStat;
  /** Every symlink on the way by its own path without symlinks, in the order in which they are followed. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

/**
 * The inode that `path` leads to, following every symlink as a process whose root is the filesystem's
 * root would: absolute targets start at that root and `..` never leaves it. Names are compared as the filesystem does:
 * without regard to case, and with aliases, where it says so.
 * Missing → undefined. More than 40 symlinks → LimitError.
 */
export function lookup(fs: FileSystem, path: string, options: LookupOptions = {}): FileStat | undefined {
  return walkPath(fs, path, options)?.stat;
}

/** The same with the path that it ends at and the symlinks on the way. */
export function tracePath(fs: FileSystem, path: string, options: LookupOptions = {}): TracedPath | undefined {
  return walkPath(fs, path, options);
}

function walkPath(fs: FileSystem, path: string, { followLast = true, folders }: LookupOptions): TracedPath | undefined {
  const pending = components(path).reverse();
  const parents: { readonly name: string; readonly stat: FileStat }[] = [{ name: '', stat: fs.stat(fs.rootInode) }];
  const links: { readonly path: string; readonly target: string }[] = [];
  for (let steps = 0; pending.length > 0; steps++) {
    if (steps > MAX_PATH_COMPONENTS) throw tooLong(path, `more than ${MAX_PATH_COMPONENTS} path components`);
    const name = pending.pop()!;
    if (name === '..') {
      if (parents.length > 1) parents.pop();
      continue;
    }
    const child = findChild(fs, parents.at(-1)!.stat, name, folders);
    if (child === undefined) return undefined;
    if (child.type !== 'symlink' || (pending.length === 0 && !followLast)) {
      parents.push({ name, stat: child });
      continue;
    }
    if (links.length === MAX_SYMLINKS) throw tooLong(path, `more than ${MAX_SYMLINKS} symlinks`);
    const target = fs.readLink(child.inode);
    if (target === '') throw new FormatError({ structure: 'symlink', message: `${path} passes through a symlink with an empty target` });
    links.push({ path: pathOf([...parents, { name }]), target });
    if (target.startsWith('/')) parents.length = 1;
    pending.push(...components(target).reverse());
  }
  return { path: pathOf(parents), stat: parents.at(-1)!.stat, links };
}

function pathOf(parts: readonly { readonly name: string }[]): string {
  return `/${parts
    .slice(1)
    .map(({ name }) => name)
    .join('/')}`;
}

function findChild(fs: FileSystem, directory: FileStat, name: string, folders: ListedFolders | undefined): FileStat | undefined {
  if (directory.type !== 'directory') return undefined;
  if (folders !== undefined && !fs.caseInsensitive) {
    const inode = namesIn(fs, directory.inode, folders).get(name);
    return inode === undefined ? undefined : fs.stat(inode);
  }
  const fold = fs.caseInsensitive ? foldCase : (text: string): string => text;
  const wanted = fold(name);
  for (const { name: found, alias, inode } of fs.list(directory.inode)) {
    if (fold(found) === wanted || (alias !== undefined && fold(alias) === wanted)) return fs.stat(inode);
  }
  return undefined;
}

function namesIn(fs: FileSystem, inode: number, folders: ListedFolders): ReadonlyMap<string, number> {
  const known = folders.get(inode);
  if (known !== undefined) return known;
  const names = new Map<string, number>();
  for (const { name, alias, inode: child } of fs.list(inode)) for (const each of alias === undefined ? [name] : [name, alias]) names.set(each, child);
  folders.set(inode, names);
  return names;
}

function components(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function tooLong(path: string, message: string): LimitError {
  return new LimitError({ structure: 'path', message: `${path}: ${message}` });
}
