import { type ByteView, crc32c } from '../../bytes/index.ts';
import { hex } from './checksums.ts';
import { BLOCK_AREA_AT, BLOCK_AREA_LENGTH, type Inode } from './inode.ts';
import type { MappedBlocks, MapWalk } from './mapped-blocks.ts';
import { blocksProblem, readBlock, type Volume } from './volume.ts';

const MAGIC = 0xf30a;
const HEADER_LENGTH = 12;
const ENTRY_LENGTH = 12; // leaf and index entries alike
const TAIL_LENGTH = 4;
const MAX_DEPTH = 5;
const MAX_INITIALIZED_LENGTH = 32_768;
const FILE_BLOCKS = 2 ** 32;

/** struct ext4_extent_header */
interface Header {
  readonly entries: number; // eh_entries
  readonly max: number; // eh_max
  readonly depth: number; // eh_depth: 0 is a leaf
}

/** Logical blocks that a node may speak of. */
interface Range {
  readonly first: number;
  readonly end: number; // exclusive
}

/**
 * The extents of a file from the one that holds block `walk.from`, in file order.
 * https://docs.kernel.org/filesystems/ext4/ifork.html#extent-tree
 */
export function extents(walk: MapWalk): Generator<MappedBlocks> {
  const root = walk.inode.view.view(BLOCK_AREA_AT, BLOCK_AREA_LENGTH, `ext4 extent tree root of inode ${walk.inode.number}`);
  return nodeExtents(walk, root, readHeader(root), { first: 0, end: FILE_BLOCKS });
}

function nodeExtents(walk: MapWalk, node: ByteView, header: Header, range: Range): Generator<MappedBlocks> {
  return header.depth === 0 ? leafExtents(walk, node, header, range) : indexExtents(walk, node, header, range);
}

function* leafExtents(walk: MapWalk, node: ByteView, header: Header, range: Range): Generator<MappedBlocks> {
  let lowest = range.first;
  for (let index = 0; index < header.entries; index++) {
    const at = HEADER_LENGTH + index * ENTRY_LENGTH;
    const extent = readExtent(walk.volume, node, at);
    const end = extent.block + extent.count;
    if (extent.block < lowest || end > range.end) throw node.error('ee_block', at, `${extent.block} to ${end - 1}`, `inside ${lowest} to ${range.end - 1}`);
    lowest = end;
    if (end > walk.from) yield extent;
  }
}

function* indexExtents(walk: MapWalk, node: ByteView, header: Header, range: Range): Generator<MappedBlocks> {
  for (let index = 0; index < header.entries; index++) {
    const at = HEADER_LENGTH + index * ENTRY_LENGTH;
    const child = { first: node.u32(at), end: index + 1 < header.entries ? node.u32(at + ENTRY_LENGTH) : range.end };
    if (child.first < range.first || child.end > range.end || child.end <= child.first) {
      throw node.error('ei_block', at, `${child.first} to ${child.end - 1}`, `ascending inside ${range.first} to ${range.end - 1}`);
    }
    if (child.end > walk.from) yield* childExtents(walk, node, at, header.depth - 1, child);
  }
}

/** struct ext4_extent_idx: ei_block, ei_leaf_lo, ei_leaf_hi */
function* childExtents(walk: MapWalk, parent: ByteView, at: number, depth: number, range: Range): Generator<MappedBlocks> {
  const blockNumber = parent.u32(at + 4) + parent.u16(at + 8) * 2 ** 32;
  const problem = blocksProblem(walk.volume, blockNumber, 1);
  if (problem !== undefined) throw parent.error('ei_leaf', at + 4, blockNumber, problem);
  walk.onNode(blockNumber);
  const node = readBlock(walk.volume, blockNumber, `ext4 extent block of inode ${walk.inode.number}`);
  const header = readHeader(node);
  if (header.depth !== depth) throw node.error('eh_depth', 6, header.depth, depth);
  if (header.entries === 0) throw node.error('eh_entries', 2, 0, 'at least 1');
  verifyNode(walk.volume, walk.inode, node, header);
  yield* nodeExtents(walk, node, header, range);
}

function readHeader(node: ByteView): Header {
  const magic = node.u16(0);
  if (magic !== MAGIC) throw node.error('eh_magic', 0, hex(magic), hex(MAGIC));
  const header = { entries: node.u16(2), max: node.u16(4), depth: node.u16(6) };
  const room = Math.floor((node.length - HEADER_LENGTH) / ENTRY_LENGTH);
  if (header.max === 0 || header.max > room) throw node.error('eh_max', 4, header.max, `1 to ${room}`);
  if (header.entries > header.max) throw node.error('eh_entries', 2, header.entries, `at most ${header.max}`);
  if (header.depth > MAX_DEPTH) throw node.error('eh_depth', 6, header.depth, `at most ${MAX_DEPTH}`);
  if (header.depth > 0 && header.entries === 0) throw node.error('eh_entries', 2, 0, 'at least 1');
  return header;
}

/** struct ext4_extent: ee_block, ee_len (above 32768: unwritten, less 32768), ee_start_hi, ee_start_lo */
function readExtent(volume: Volume, node: ByteView, at: number): MappedBlocks {
  const length = node.u16(at + 4);
  const count = length > MAX_INITIALIZED_LENGTH ? length - MAX_INITIALIZED_LENGTH : length;
  if (count === 0) throw node.error('ee_len', at + 4, length, 'at least 1 block');
  const physical = node.u16(at + 6) * 2 ** 32 + node.u32(at + 8);
  const problem = blocksProblem(volume, physical, count);
  if (problem !== undefined) throw node.error('ee_start', at + 6, physical, problem);
  const place = { block: node.u32(at), count };
  return length > MAX_INITIALIZED_LENGTH ? place : { ...place, physical };
}

/** struct ext4_extent_tail follows the last possible entry. */
function verifyNode(volume: Volume, inode: Inode, node: ByteView, header: Header): void {
  if (!volume.superBlock.hasChecksums) return;
  const tailAt = HEADER_LENGTH + header.max * ENTRY_LENGTH;
  if (tailAt + TAIL_LENGTH > node.length) throw node.error('eh_max', 4, header.max, 'room for the checksum');
  const stored = node.u32(tailAt);
  const computed = crc32c(node.slice(0, tailAt), inode.checksumSeed);
  if (stored !== computed) throw node.error('et_checksum', tailAt, hex(stored), hex(computed));
}
