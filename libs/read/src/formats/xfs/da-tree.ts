import { type ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { checkHeader, DA_BLOCK } from './block-header.ts';
import { type DaFork, readDaBlock } from './da-block.ts';

const NODE_MAGIC = 0x3ebe; // XFS_DA3_NODE_MAGIC
const HEADER_LENGTH = 64;
const ENTRY_LENGTH = 8; // hashval, before
const MAX_LEVEL = 5; // XFS_DA_NODE_MAXDEPTH
const MAX_LEAVES = 262_144;

/** A leaf and the lowest and highest hash in it; both undefined when nothing is in it. */
export interface DaLeaf {
  readonly view: ByteView;
  readonly magic: number;
  /** Names below it hash to at most this, as its parent says. */
  readonly highest: number;
}

/** What one walk down a tree keeps. */
interface TreeWalk {
  readonly place: DaFork;
  readonly leafMagics: readonly number[];
  /** The leaf before, and the next that it names. */
  previous: { readonly block: number; readonly next: number } | undefined;
  leaves: number;
}

const FORWARD_AT = 0;
const BACK_AT = 4;
const HIGHEST_HASH = 0xffffffff;

/**
 * The leaves of a tree over hashes of names, from the lowest hash: struct xfs_da3_intnode and xfs_da3_blkinfo
 * (xfs_da_format.h). `root` alone may be a leaf. Every leaf names its neighbours.
 */
export function* daLeaves(place: DaFork, root: number, leafMagics: readonly number[]): Generator<DaLeaf> {
  const walk: TreeWalk = { place, leafMagics, previous: undefined, leaves: 0 };
  yield* subtree(walk, root, undefined, HIGHEST_HASH);
  if (walk.previous !== undefined && walk.previous.next !== 0) throw chainError(place, walk.previous.block, walk.previous.next, 'none after the last leaf');
}

function* subtree(walk: TreeWalk, block: number, level: number | undefined, highest: number): Generator<DaLeaf> {
  const view = readDaBlock(walk.place, block);
  const magics = level === undefined ? [NODE_MAGIC, ...walk.leafMagics] : level === 0 ? walk.leafMagics : [NODE_MAGIC];
  const magic = checkHeader(walk.place.volume, view, DA_BLOCK, magics, walk.place.inode.number);
  if (magic !== NODE_MAGIC) yield checkLeaf(walk, view, block, magic, highest);
  else yield* children(walk, view, level, highest);
}

/** Entries: the highest hash below each child, ascending. */
function* children(walk: TreeWalk, view: ByteView, expectedLevel: number | undefined, highest: number): Generator<DaLeaf> {
  const [count, level] = [view.u16(56), view.u16(58)];
  if (level === 0 || level > MAX_LEVEL || (expectedLevel !== undefined && level !== expectedLevel))
    throw view.error('level', 58, level, expectedLevel ?? `1 to ${MAX_LEVEL}`);
  const most = (view.length - HEADER_LENGTH) / ENTRY_LENGTH;
  if (count === 0 || count > most) throw view.error('count', 56, count, `1 to ${most}`);
  let lowest = 0;
  for (let index = 0; index < count; index++) {
    const at = HEADER_LENGTH + index * ENTRY_LENGTH;
    const hash = view.u32(at);
    if (hash < lowest || hash > highest) throw view.error('hashval', at, hash, `ascending, ${lowest} to ${highest}`);
    lowest = hash;
    yield* subtree(walk, view.u32(at + 4), level - 1, hash);
  }
}

function checkLeaf(walk: TreeWalk, view: ByteView, block: number, magic: number, highest: number): DaLeaf {
  if (++walk.leaves > MAX_LEAVES) throw new LimitError({ structure: view.structure, message: `more than ${MAX_LEAVES} leaves` });
  const back = view.u32(BACK_AT);
  const before = walk.previous?.block ?? 0;
  if (back !== before) throw view.error('back', BACK_AT, back, before);
  if (walk.previous !== undefined && walk.previous.next !== block) throw chainError(walk.place, walk.previous.block, walk.previous.next, block);
  walk.previous = { block, next: view.u32(FORWARD_AT) };
  return { view, magic, highest };
}

function chainError({ structure, inode }: DaFork, block: number, found: number, expected: number | string): FormatError {
  return new FormatError({ structure: `${structure} ${block} of inode ${inode.number}`, field: 'forw', found, expected });
}
