import { ByteView, FormatError } from '../../bytes/index.ts';
import { extents } from './extent-tree.ts';
import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import { blockOffset, type Volume, viewAt } from './volume.ts';

/** Whose blocks are read, and how many filesystem blocks make one of them. */
export interface DaFork {
  readonly volume: Volume;
  readonly inode: Inode;
  readonly fork: Fork;
  readonly blocks: number;
  /** For error messages: `xfs directory leaf`. */
  readonly structure: string;
}

/** The block at `first`, counted in filesystem blocks from the fork's start: whole, however it is scattered. */
export function readDaBlock(place: DaFork, first: number): ByteView {
  return readBlocks(place.volume, mapBlocks(place, first, place.blocks), `${place.structure} ${first} of inode ${place.inode.number}`);
}

/** Filesystem blocks of `count` blocks of the fork. */
export function mapBlocks({ volume, inode, fork, structure }: Omit<DaFork, 'blocks'>, first: number, count: number): number[] {
  const found: number[] = [];
  for (const { start, count: length, block, written } of extents({ volume, inode, fork, from: first })) {
    const skipped = first + found.length - start;
    if (skipped < 0 || !written) break;
    for (let at = skipped; at < length && found.length < count; at++) found.push(block + at);
    if (found.length === count) return found;
  }
  const { view } = fork;
  throw new FormatError({ structure: view.structure, offset: view.offset, message: `there is no block ${first + found.length} for the ${structure}` });
}

/** One view of several blocks; offsets in errors count from the first. */
export function readBlocks(volume: Volume, blocks: readonly number[], structure: string): ByteView {
  const { blockSize } = volume.geometry;
  const offset = blockOffset(volume, blocks[0]!);
  if (blocks.every((block, index) => block === blocks[0]! + index)) return viewAt(volume, offset, blocks.length * blockSize, structure);
  const bytes = new Uint8Array(blocks.length * blockSize);
  for (const [index, block] of blocks.entries()) bytes.set(volume.cache.bytes(blockOffset(volume, block), blockSize), index * blockSize);
  return new ByteView(bytes, structure, volume.source.origin + offset, 'big');
}
