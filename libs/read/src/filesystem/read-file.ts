import { LimitError } from '../bytes/index.ts';
import type { FileSystem } from './file-system.ts';
import { lookup } from './lookup.ts';

/** A whole regular file. Missing → undefined; not a regular file, or above `maxLength` bytes → LimitError. */
export function readFile(fs: FileSystem, path: string, maxLength: number): Uint8Array | undefined {
  const stat = lookup(fs, path);
  if (stat === undefined) return undefined;
  if (stat.type !== 'file') throw new LimitError({ structure: 'file', message: `${path} is a ${stat.type}, a regular file is read here` });
  if (stat.size > maxLength) throw new LimitError({ structure: 'file', message: `${path} has ${stat.size} bytes, at most ${maxLength} are read` });
  return fs.read(stat.inode, 0, stat.size);
}
