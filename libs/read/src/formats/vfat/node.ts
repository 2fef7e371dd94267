import type { ReadError } from '../../bytes/index.ts';
import type { DirectoryEntry, FileRun } from '../../filesystem/index.ts';

/** A file or directory with its cluster chain followed. */
export interface Node {
  readonly inode: number;
  /** The first path that led here. */
  readonly path: string;
  readonly type: 'file' | 'directory';
  readonly mode: number;
  readonly mtime: bigint;
  /** 0 where nothing is allocated, and for the root directory of FAT12 and FAT16. */
  readonly firstCluster: number;
  /** DIR_FileSize; a directory has the size of its clusters. */
  size: number;
  runs: FileRun[];
  /** Why the content cannot be read. */
  chainError?: ReadError;
  /** Directories only, with what was read before `listError`. */
  readonly children: DirectoryEntry[];
  listError?: ReadError;
  subdirectories: number;
}
