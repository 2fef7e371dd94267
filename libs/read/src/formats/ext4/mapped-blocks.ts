import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

/** Consecutive blocks of a file. */
export interface MappedBlocks {
  readonly block: number; // of the file
  readonly count: number;
  /** First block of the filesystem; missing where the blocks are allocated but unwritten and read as zeros. */
  readonly physical?: number;
}

export interface MapWalk {
  readonly volume: Volume;
  readonly inode: Inode;
  /** Blocks of the file before this one are not wanted. */
  readonly from: number;
  /** Told of each block that holds part of the map itself. */
  readonly onNode: (blockNumber: number) => void;
}
