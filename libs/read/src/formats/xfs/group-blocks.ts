import { LimitError, ReadError } from '../../bytes/index.ts';
import { agTreeBlocks, INODE_TREE, type TreeBlock } from './ag-btrees.ts';
import { Incompat } from './features.ts';
import { has } from './super-block.ts';
import type { Volume } from './volume.ts';

const HEADER_LENGTH = 56;
const RECORD_LENGTH = 16; // struct xfs_inobt_rec
const INODES_PER_CHUNK = 64;
const INODES_PER_HOLE = 4; // of a bit of ir_holemask
const MAX_BLOCKS = 4_000_000;

/** What the blocks of all allocation groups' trees and inodes are, by block from the filesystem's start; without what is damaged. */
export function groupBlocks(volume: Volume): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (let group = 0; group < volume.geometry.agCount; group++) tolerate(() => collectGroup(volume, group, found));
  return found;
}

function collectGroup(volume: Volume, group: number, found: Map<number, string>): void {
  const first = group * volume.geometry.agBlocks;
  for (const node of agTreeBlocks(volume, group)) {
    found.set(first + node.block, `${node.name} of group ${group}`);
    if (node.name === INODE_TREE && node.level === 0) for (const block of inodeBlocks(volume, node)) found.set(first + block, `inodes of group ${group}`);
    if (found.size > MAX_BLOCKS) throw new LimitError({ structure: node.view.structure, message: `more than ${MAX_BLOCKS} blocks of metadata` });
  }
}

/** ir_startino u32, ir_holemask u16 (with sparse inodes), counts, ir_free u64: 64 inodes each. */
function* inodeBlocks(volume: Volume, { view, records }: TreeBlock): Generator<number> {
  const { inodesPerBlock } = volume.geometry;
  const sparse = has(volume.superBlock, Incompat.sparseInodes);
  const most = Math.floor((view.length - HEADER_LENGTH) / RECORD_LENGTH);
  if (records > most) throw view.error('bb_numrecs', 6, records, `at most ${most}`);
  for (let index = 0; index < records; index++) {
    const at = HEADER_LENGTH + index * RECORD_LENGTH;
    const start = view.u32(at);
    const holes = sparse ? view.u16(at + 4) : 0;
    for (let inode = 0; inode < INODES_PER_CHUNK; inode += INODES_PER_HOLE) {
      if ((holes >>> (inode / INODES_PER_HOLE)) & 1) continue;
      const last = Math.floor((start + inode + INODES_PER_HOLE - 1) / inodesPerBlock);
      for (let block = Math.floor((start + inode) / inodesPerBlock); block <= last; block++) yield block;
    }
  }
}

/** What is damaged in one group must not keep the others from being told. */
function tolerate(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}
