import { type BlockSource, checkRange } from '../block-source/index.ts';
import { FormatError, LimitError } from '../bytes/index.ts';
import type { FileStat, FileSystem } from './file-system.ts';
import { lookup } from './lookup.ts';

/** What a description may copy into memory. */
const MAX_DESCRIBED = 512 * 1024 * 1024;
/** A sparse file can be far longer than its filesystem, and everything that reads it whole would take as long. */
const MAX_FACTOR = 16;

/**
 * The content of a regular file as a source of its own, read when it is asked for: offsets, in errors too, are the file's.
 * Missing → undefined; not a regular file, or
 * more than 16 times as long as its filesystem → LimitError.
 */
export function openFileContent(fs: FileSystem, path: string): BlockSource | undefined {
  const stat = lookup(fs, path);
  return stat === undefined ? undefined : openContent(fs, stat, path);
}

/** The same for a file that was found before; `path` is for errors. */
export function openContent(fs: FileSystem, stat: FileStat, path: string): BlockSource {
  if (stat.type !== 'file') throw new LimitError({ structure: 'file', message: `${path} is a ${stat.type}, a regular file is read here` });
  const limit = MAX_FACTOR * fs.info.length;
  if (stat.size > limit) throw new LimitError({ structure: 'file', message: `${path} has ${stat.size} bytes, at most ${limit} are read` });
  return inodeContent(fs, stat, path);
}

/** The content of an inode that is a regular file; `path` names it in errors. */
export function inodeContent(fs: FileSystem, { inode, size: length }: Pick<FileStat, 'inode' | 'size'>, path: string): BlockSource {
  const source: BlockSource = {
    length,
    origin: 0,
    readInto(target, offset) {
      checkRange(source, offset, target.length);
      const got = fs.readInto(inode, offset, target);
      if (got !== target.length)
        throw new FormatError({ structure: path, offset: offset + got, message: 'the content ends before the size that the inode gives' });
    },
    readVector(targets, offset) {
      let at = offset;
      for (const target of targets) {
        source.readInto(target, at);
        at += target.length;
      }
    },
    describe() {
      if (length > MAX_DESCRIBED) throw new LimitError({ structure: 'file', message: `${path} has ${length} bytes, at most ${MAX_DESCRIBED} are copied` });
      return { kind: 'memory', bytes: fs.read(inode, 0, length) };
    },
    close() {},
  };
  return source;
}
