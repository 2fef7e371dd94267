import { FormatError, LimitError } from '../bytes/index.ts';
import type { FileStat, FileSystem } from './file-system.ts';
import { foldCase } from './fold-case.ts';

/** As Linux's MAXSYMLINKS. */
const MAX_SYMLINKS = 40;
const MAX_PATH_COMPONENTS = 4096;

/**
 * The inode that `path` leads to, following every symlink as a process whose root is the filesystem's
 * root would: absolute targets start at that root and `..` never leaves it. Names are compared as the filesystem does:
 * without regard to case, and with aliases, where it says so.
 * Missing → undefined. More than 40 symlinks → LimitError.
 */
export function lookup(fs: FileSystem, path: string, options: { readonly followLast?: boolean } = {}): FileStat | undefined {
  const followLast = options.followLast ?? true;
  const pending = components(path).reverse();
  const parents: FileStat[] = [fs.stat(fs.rootInode)];
  let hops = 0;
  for (let steps = 0; pending.length > 0; steps++) {
    if (steps > MAX_PATH_COMPONENTS) throw tooLong(path, `more than ${MAX_PATH_COMPONENTS} path components`);
    const name = pending.pop()!;
    if (name === '..') {
      if (parents.length > 1) parents.pop();
      continue;
    }
    const child = findChild(fs, parents.at(-1)!, name);
    if (child === undefined) return undefined;
    if (child.type !== 'symlink' || (pending.length === 0 && !followLast)) {
      parents.push(child);
      continue;
    }
    if (++hops > MAX_SYMLINKS) throw tooLong(path, `more than ${MAX_SYMLINKS} symlinks`);
    const target = fs.readLink(child.inode);
    if (target === '') throw new FormatError({ structure: 'symlink', message: `${path} passes through a symlink with an empty target` });
    if (target.startsWith('/')) parents.length = 1;
    pending.push(...components(target).reverse());
  }
  return parents.at(-1);
}

function findChild(fs: FileSystem, directory: FileStat, name: string): FileStat | undefined {
  if (directory.type !== 'directory') return undefined;
  const fold = fs.caseInsensitive ? foldCase : (text: string): string => text;
  const wanted = fold(name);
  for (const { name: found, alias, inode } of fs.list(directory.inode)) {
    if (fold(found) === wanted || (alias !== undefined && fold(alias) === wanted)) return fs.stat(inode);
  }
  return undefined;
}

function components(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.');
}

function tooLong(path: string, message: string): LimitError {
  return new LimitError({ structure: 'path', message: `${path}: ${message}` });
}
