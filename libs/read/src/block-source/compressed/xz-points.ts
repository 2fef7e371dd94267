import type { Lzma2Entry, XzBlockSpan } from '../../compression/index.ts';
import type { XzIndex } from './xz-index.ts';

/**
 * Where an .xz file can be entered: at the starts of its blocks, and between chunks within them. What is large in it is shared memory: to post it to a
 * worker costs little. Whoever has it inflated the whole file once, and every check was right.
 */
export interface XzPoints {
  /** Of the inflated disk. */
  readonly length: number;
  readonly index: XzIndex;
  /** Where in the disk each point is, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** In the file: the chunk to go on with. */
  readonly positions: Float64Array;
  /** The number of each point's block. */
  readonly blocks: Uint32Array;
  /** By point: what it takes to go on within a block; none for the start of one. */
  readonly entries: ReadonlyMap<number, Lzma2Entry>;
  /** CRC32 of each group of chunks, and by point which is the first; after the last point how many there are. */
  readonly checks: Uint32Array;
  readonly firstChecks: Uint32Array;
  /** Bytes that the entries take. */
  readonly entriesSize: number;
}

/** From a point to the next. */
export function xzSpan({ index, starts, positions, blocks, entries }: XzPoints, point: number): XzBlockSpan {
  const end = starts[point + 1]!;
  const isLast = end === index.starts[blocks[point]! + 1]!;
  return { position: positions[point]!, length: end - starts[point]!, isLast, entry: entries.get(point) };
}
