import { type ByteView, crc32c, FormatError } from '../../bytes/index.ts';
import { hex } from './checksums.ts';
import { decodeRecordLength } from './directory-block.ts';
import { Incompat } from './features.ts';
import { has } from './geometry.ts';
import type { Inode } from './inode.ts';
import { readBlock, type Volume } from './volume.ts';

const ROOT_INFO_AT = 0x18; // behind `.` and `..`
const ROOT_INFO_LENGTH = 8;
const ROOT_ENTRIES_AT = 0x20;
const NODE_ENTRIES_AT = 0x8;
const ENTRY_LENGTH = 8;
const BLOCK_MASK = 0x0fffffff; // upper bits of a dx_entry's block are reserved

interface HtreeWalk {
  readonly volume: Volume;
  readonly inode: Inode;
  /** Block numbers of the directory in file order. */
  readonly blocks: readonly number[];
  /** Indexes into `blocks`. */
  readonly nodes: Set<number>;
  readonly seen: Set<number>;
}

/**
 * Which blocks of an indexed directory are index nodes, as indexes into `blocks`. All nodes are verified, and each
 * block is in the tree exactly once: a leaf outside would be a name that the kernel does not find.
 * https://docs.kernel.org/filesystems/ext4/directory.html#hash-tree-directories
 */
export function readHtreeNodes(volume: Volume, inode: Inode, blocks: readonly number[]): Set<number> {
  const walk = { volume, inode, blocks, nodes: new Set([0]), seen: new Set([0]) };
  const root = readNode(walk, 0);
  readEntries(walk, root, ROOT_ENTRIES_AT, readLevels(volume, root));
  if (walk.seen.size === blocks.length) return walk.nodes;
  const missing = blocks.findIndex((_, index) => !walk.seen.has(index));
  throw new FormatError({ structure: root.structure, offset: root.offset, message: `block ${missing} of the directory is not in its htree` });
}

/** struct dx_root_info: reserved_zero u32, hash_version u8, info_length u8, indirect_levels u8, unused_flags u8 */
function readLevels({ superBlock }: Volume, root: ByteView): number {
  if (root.u16(4) !== 12 || decodeRecordLength(root.u16(16), root.length) !== root.length - 12)
    throw root.error('rec_len', 4, `${root.u16(4)}, ${root.u16(16)}`, '. and .. that fill the block');
  if (root.u32(ROOT_INFO_AT) !== 0) throw root.error('reserved_zero', ROOT_INFO_AT, root.u32(ROOT_INFO_AT), 0);
  if (root.u8(ROOT_INFO_AT + 5) !== ROOT_INFO_LENGTH) throw root.error('info_length', ROOT_INFO_AT + 5, root.u8(ROOT_INFO_AT + 5), ROOT_INFO_LENGTH);
  const levels = root.u8(ROOT_INFO_AT + 6);
  const most = has(superBlock, Incompat.largeDir) ? 2 : 1;
  if (levels > most) throw root.error('indirect_levels', ROOT_INFO_AT + 6, levels, `at most ${most}`);
  return levels;
}

/** struct dx_countlimit takes the place of the first entry's hash; each entry: hash u32, block u32. */
function readEntries(walk: HtreeWalk, node: ByteView, at: number, levelsBelow: number): void {
  const count = readCount(walk, node, at);
  for (let index = 0; index < count; index++) {
    const blockAt = at + index * ENTRY_LENGTH + 4;
    const child = node.u32(blockAt) & BLOCK_MASK;
    if (child >= walk.blocks.length || walk.seen.has(child)) throw node.error('block', blockAt, child, `below ${walk.blocks.length}, each once`);
    walk.seen.add(child);
    if (levelsBelow > 0) readInteriorNode(walk, child, levelsBelow - 1);
  }
}

function readInteriorNode(walk: HtreeWalk, index: number, levelsBelow: number): void {
  walk.nodes.add(index);
  const node = readNode(walk, index);
  if (node.u32(0) !== 0 || decodeRecordLength(node.u16(4), node.length) !== node.length)
    throw node.error('fake.rec_len', 4, node.u16(4), 'one unused entry over the whole block');
  readEntries(walk, node, NODE_ENTRIES_AT, levelsBelow);
}

function readNode({ volume, inode, blocks }: HtreeWalk, index: number): ByteView {
  return readBlock(volume, blocks[index]!, `ext4 htree ${index === 0 ? 'root' : `node ${index}`} of inode ${inode.number}`);
}

function readCount({ volume, inode }: HtreeWalk, node: ByteView, at: number): number {
  const { hasChecksums } = volume.superBlock;
  const limit = node.u16(at);
  const count = node.u16(at + 2);
  const room = (node.length - at) / ENTRY_LENGTH - (hasChecksums ? 1 : 0);
  if (limit !== room) throw node.error('limit', at, limit, room);
  if (count === 0 || count > limit) throw node.error('count', at + 2, count, `1 to ${limit}`);
  if (hasChecksums) verifyNode(inode, node, at, limit, count);
  return count;
}

/** struct dx_tail behind the last possible entry: dt_reserved u32, dt_checksum u32 (counted as zeros). Unused entries do not count. */
function verifyNode({ checksumSeed }: Inode, node: ByteView, at: number, limit: number, count: number): void {
  const tailAt = at + limit * ENTRY_LENGTH;
  const entries = crc32c(node.slice(0, at + count * ENTRY_LENGTH), checksumSeed);
  const computed = crc32c(new Uint8Array(4), crc32c(node.slice(tailAt, 4), entries));
  const stored = node.u32(tailAt + 4);
  if (stored !== computed) throw node.error('dt_checksum', tailAt + 4, hex(stored), hex(computed));
}
