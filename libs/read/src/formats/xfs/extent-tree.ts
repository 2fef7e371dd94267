import type { ByteView } from '../../bytes/index.ts';
import { checkHeader, LONG_BTREE } from './block-header.ts';
import { EXTENT_LENGTH, type Extent, MAX_FILE_BLOCKS, type MapWalk, type Range, readExtents } from './extent.ts';
import { blockOffset, blocksProblem, viewAt } from './volume.ts';

const MAGIC = 0x424d4133; // BMA3
const ROOT_HEADER_LENGTH = 4;
const HEADER_LENGTH = 72;
const KEY_LENGTH = 8;
const POINTER_LENGTH = 8;
const MAX_LEVEL = 9; // XFS_BM_MAXLEVELS of the smallest blocks
const NO_SIBLING = 2n ** 64n - 1n;

/** A node of the tree: its keys start at `keysAt`, its pointers behind the last possible key. */
interface Node {
  readonly view: ByteView;
  readonly level: number; // bb_level: 0 is a leaf
  readonly records: number; // bb_numrecs
  readonly keysAt: number;
  readonly pointersAt: number;
}

const WHOLE: Range = { first: 0, end: MAX_FILE_BLOCKS };

/** The extents of a fork from the one that holds block `walk.from`, in order: a list in the inode, or a tree of blocks (xfs_bmap_btree.c). */
export function extents(walk: MapWalk): Generator<Extent> {
  const { format, view, extents: count } = walk.fork;
  return format === 'btree' ? nodeExtents(walk, readRoot(view), WHOLE) : readExtents(walk, view, 0, format === 'extents' ? count : 0, WHOLE);
}

/** struct xfs_bmdr_block */
function readRoot(view: ByteView): Node {
  const most = Math.floor((view.length - ROOT_HEADER_LENGTH) / (KEY_LENGTH + POINTER_LENGTH));
  const [level, records] = [view.u16(0), view.u16(2)];
  if (level === 0 || level > MAX_LEVEL) throw view.error('bb_level', 0, level, `1 to ${MAX_LEVEL}`);
  if (records === 0 || records > most) throw view.error('bb_numrecs', 2, records, `1 to ${most}`);
  return { view, level, records, keysAt: ROOT_HEADER_LENGTH, pointersAt: ROOT_HEADER_LENGTH + most * KEY_LENGTH };
}

function* nodeExtents(walk: MapWalk, node: Node, range: Range): Generator<Extent> {
  const { view, keysAt, records } = node;
  for (let index = 0; index < records; index++) {
    const at = keysAt + index * KEY_LENGTH;
    const child = { first: readKey(view, at), end: index + 1 < records ? readKey(view, at + KEY_LENGTH) : range.end };
    if (child.first < range.first || child.end > range.end || child.end <= child.first)
      throw view.error('br_startoff', at, `${child.first} to ${child.end - 1}`, `ascending inside ${range.first} to ${range.end - 1}`);
    if (child.end > walk.from) yield* childExtents(walk, node, index, child);
  }
}

function readKey(view: ByteView, at: number): number {
  return view.safeU64(at, 'br_startoff');
}

function* childExtents(walk: MapWalk, parent: Node, index: number, range: Range): Generator<Extent> {
  const { volume, inode, fork, onNode } = walk;
  const at = parent.pointersAt + index * POINTER_LENGTH;
  const block = parent.view.safeU64(at, 'bb_ptr');
  const problem = blocksProblem(volume, block, 1);
  if (problem !== undefined) throw parent.view.error('bb_ptr', at, block, problem);
  onNode?.(block);
  const structure = `xfs ${fork.what} extent block of inode ${inode.number}`;
  const view = viewAt(volume, blockOffset(volume, block), volume.geometry.blockSize, structure);
  checkHeader(volume, view, LONG_BTREE, [MAGIC], inode.number);
  const node = readNode(view, parent.level - 1);
  checkSiblings(parent, index, view);
  if (node.level === 0) yield* readExtents(walk, view, HEADER_LENGTH, node.records, range);
  else yield* nodeExtents(walk, node, range);
}

function readNode(view: ByteView, level: number): Node {
  const most = Math.floor((view.length - HEADER_LENGTH) / EXTENT_LENGTH);
  if (view.u16(4) !== level) throw view.error('bb_level', 4, view.u16(4), level);
  const records = view.u16(6);
  if (records === 0 || records > most) throw view.error('bb_numrecs', 6, records, `1 to ${most}`);
  return { view, level, records, keysAt: HEADER_LENGTH, pointersAt: HEADER_LENGTH + most * KEY_LENGTH };
}

/** Neighbours below the same parent name one another; at its ends they may be cousins. */
function checkSiblings({ view: parent, records, pointersAt }: Node, index: number, view: ByteView): void {
  const left = index > 0 ? parent.u64(pointersAt + (index - 1) * POINTER_LENGTH) : undefined;
  const right = index + 1 < records ? parent.u64(pointersAt + (index + 1) * POINTER_LENGTH) : undefined;
  for (const [field, at, expected] of [
    ['bb_leftsib', 8, left],
    ['bb_rightsib', 16, right],
  ] as const) {
    const found = view.u64(at);
    if (expected !== undefined && found !== expected) throw view.error(field, at, found === NO_SIBLING ? 'none' : found, expected);
  }
}
