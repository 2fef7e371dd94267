import type { ByteView } from '../../bytes/index.ts';
import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import { blocksProblem, type Volume } from './volume.ts';

export const EXTENT_LENGTH = 16;
/** Blocks that a fork can speak of: files end at byte 2^63, with the smallest blocks. */
export const MAX_FILE_BLOCKS = 2 ** 53;

/** Consecutive blocks of a fork. */
export interface Extent {
  readonly start: number; // first block of the fork
  readonly count: number;
  /** First block of the filesystem. */
  readonly block: number;
  /** False where the blocks are allocated but read as zeros. */
  readonly written: boolean;
}

export interface MapWalk {
  readonly volume: Volume;
  readonly inode: Inode;
  readonly fork: Fork;
  /** Blocks of the fork before this one are not wanted. */
  readonly from: number;
  /** Told of each block that holds part of the map itself. */
  readonly onNode?: (block: number) => void;
}

/** Blocks that a node may speak of. */
export interface Range {
  readonly first: number;
  readonly end: number; // exclusive
}

/** `count` records of struct xfs_bmbt_rec from `first`, in order and inside `range`; those that end before `walk.from` are left out. */
export function* readExtents(walk: MapWalk, node: ByteView, first: number, count: number, range: Range): Generator<Extent> {
  let lowest = range.first;
  for (let index = 0; index < count; index++) {
    const at = first + index * EXTENT_LENGTH;
    const extent = readExtent(walk.volume, node, at);
    const end = extent.start + extent.count;
    if (extent.start < lowest || end > range.end) throw node.error('br_startoff', at, `${extent.start} to ${end - 1}`, `inside ${lowest} to ${range.end - 1}`);
    lowest = end;
    if (end > walk.from) yield extent;
  }
}

/** From the highest bit: unwritten 1, start in the fork 54, block number 52, count 21. */
function readExtent(volume: Volume, node: ByteView, at: number): Extent {
  const [word0, word1, word2, word3] = [node.u32(at), node.u32(at + 4), node.u32(at + 8), node.u32(at + 12)] as const;
  const start = (word0 & 0x7fffffff) * 2 ** 23 + (word1 >>> 9);
  const block = (word1 & 0x1ff) * 2 ** 43 + word2 * 2 ** 11 + (word3 >>> 21);
  const count = word3 & 0x1fffff;
  if (count === 0) throw node.error('br_blockcount', at + 12, 0, 'at least 1 block');
  const problem = blocksProblem(volume, block, count);
  if (problem !== undefined) throw node.error('br_startblock', at + 7, block, problem);
  return { start, count, block, written: word0 >>> 31 === 0 };
}
