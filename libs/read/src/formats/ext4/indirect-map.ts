import { type ByteView, FormatError } from '../../bytes/index.ts';
import { BLOCK_AREA_AT } from './inode.ts';
import type { MappedBlocks, MapWalk } from './mapped-blocks.ts';
import { blocksProblem, readBlock } from './volume.ts';

const DIRECT_POINTERS = 12;
const LEVELS = 3;
const POINTER_LENGTH = 4;

/** A direct block (level 0) or a block of pointers (level 1 to 3) and where its part of the file starts. */
interface Pointer {
  readonly holder: ByteView;
  readonly at: number;
  readonly level: number;
  readonly block: number; // of the file
}

interface IndirectWalk extends MapWalk {
  readonly pointersPerBlock: number;
  readonly endBlock: number; // of the file
  /** Pointer blocks met so far: one that is met twice could keep the walk busy forever. */
  readonly seen: Set<number>;
}

/**
 * The mapped blocks of an ext2/ext3 file, in file order. Block pointers are 0 in holes.
 * https://docs.kernel.org/filesystems/ext4/ifork.html#direct-indirect-block-addressing
 */
export function* indirectBlocks(mapWalk: MapWalk): Generator<MappedBlocks> {
  const { blockSize } = mapWalk.volume.geometry;
  const walk = { ...mapWalk, pointersPerBlock: blockSize / POINTER_LENGTH, endBlock: Math.ceil(mapWalk.inode.size / blockSize), seen: new Set<number>() };
  const holder = walk.inode.view.view(BLOCK_AREA_AT, (DIRECT_POINTERS + LEVELS) * POINTER_LENGTH);
  yield* pointers(walk, holder, DIRECT_POINTERS, 0, 0);
  let block = DIRECT_POINTERS;
  for (let level = 1; level <= LEVELS; level++) {
    yield* subtree(walk, { holder, at: (DIRECT_POINTERS + level - 1) * POINTER_LENGTH, level, block });
    block += walk.pointersPerBlock ** level;
  }
}

export function maxIndirectBlocks(blockSize: number): number {
  const pointersPerBlock = blockSize / POINTER_LENGTH;
  return DIRECT_POINTERS + pointersPerBlock + pointersPerBlock ** 2 + pointersPerBlock ** 3;
}

/** `count` pointers to subtrees of `level`, the first of which holds `block` of the file. */
function* pointers(walk: IndirectWalk, holder: ByteView, count: number, level: number, block: number): Generator<MappedBlocks> {
  const span = walk.pointersPerBlock ** level;
  for (let index = 0; index < count; index++) {
    const start = block + index * span;
    if (start >= walk.endBlock) return;
    if (start + span <= walk.from || holder.u32(index * POINTER_LENGTH) === 0) continue;
    const pointer = { holder, at: index * POINTER_LENGTH, level, block: start };
    if (level === 0) yield { block: start, count: 1, physical: target(walk, pointer) };
    else yield* subtree(walk, pointer);
  }
}

function* subtree(walk: IndirectWalk, pointer: Pointer): Generator<MappedBlocks> {
  const { level, block, holder, at } = pointer;
  if (block >= walk.endBlock || block + walk.pointersPerBlock ** level <= walk.from || holder.u32(at) === 0) return;
  const blockNumber = target(walk, pointer);
  rejectRepetition(walk, pointer, blockNumber);
  walk.onNode(blockNumber);
  const node = readBlock(walk.volume, blockNumber, `ext4 indirect block of inode ${walk.inode.number}`);
  yield* pointers(walk, node, walk.pointersPerBlock, level - 1, block);
}

function target({ volume }: IndirectWalk, { holder, at, level }: Pointer): number {
  const blockNumber = holder.u32(at);
  const problem = blocksProblem(volume, blockNumber, 1);
  if (problem !== undefined) throw holder.error(level === 0 ? 'block pointer' : 'indirect block pointer', at, blockNumber, problem);
  return blockNumber;
}

function rejectRepetition({ seen }: IndirectWalk, { holder, at }: Pointer, blockNumber: number): void {
  if (seen.has(blockNumber)) {
    throw new FormatError({
      structure: holder.structure,
      offset: holder.offset + at,
      found: blockNumber,
      message: 'the indirect block is used twice in one file',
    });
  }
  seen.add(blockNumber);
}
