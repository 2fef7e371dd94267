import type { BlockSource } from '../block-source.ts';
import { BlockCache } from './block-cache.ts';
import { blockWiseSource } from './block-wise-source.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';
import { KeptChunks } from './kept-chunks.ts';
import { isLargeWindow } from './large-window.ts';
import type { InflatedPieces } from './piece-cursor.ts';
import { PieceCursors } from './piece-cursors.ts';

/** What a thread spends on reading such a disk; what the decoders take comes on top. */
export interface PiecewiseLimits {
  /** Places to go on from, each with a decoder. */
  readonly cursors: number;
  /** Bytes of inflated chunks. */
  readonly cache: number;
  /** Bytes of chunks compressed again, of those that were read and those that lie just before them. */
  readonly kept: number;
}

/** Of a reader of files, which goes mostly forward, and back to what describes them. */
const RANDOM: PiecewiseLimits = { cursors: 3, cache: 4 * 1024 * 1024, kept: 16 * 1024 * 1024 };
/** Of the same, where a decoder takes many megabytes. */
export const FEW_DECODERS: PiecewiseLimits = { ...RANDOM, cursors: 2, kept: 8 * 1024 * 1024 };
/** Of the same, where there is room for one decoder: of 64 MiB (`xz -9`), */
const ONE_DECODER: PiecewiseLimits = { cursors: 1, cache: 1024 * 1024, kept: 16 * 1024 * 1024 };
/** or of more (`zstd --long`, `zstd --ultra -22`). */
const ONE_LARGE_DECODER: PiecewiseLimits = { ...ONE_DECODER, kept: 4 * 1024 * 1024 };
const LARGE_DECODER = 64 * 1024 * 1024;
/** Of the same, where a disk can be entered every few megabytes and inflates fast. */
export const NEAR_POINTS: PiecewiseLimits = { cursors: 2, cache: 4 * 1024 * 1024, kept: 4 * 1024 * 1024 };
/** Of a thread that reads ranges from start to end: data, and its hash tree. */
export const SEQUENTIAL: PiecewiseLimits = { cursors: 2, cache: 1024 * 1024, kept: 0 };
/** Of the same, where a disk goes forward only: its ranges are read before the hash tree is. */
export const ONCE_THROUGH: PiecewiseLimits = { ...SEQUENTIAL, cursors: 1 };
/** Of what a cursor goes over, the part that is kept: files of one block group are not read in the order of their content. */
const PASSED_CHUNKS = 64;

/** Of a reader of files, by what each decoder keeps to refer to. */
export function limitsFor(windowSize: number): PiecewiseLimits {
  if (!isLargeWindow(windowSize)) return FEW_DECODERS;
  return windowSize > LARGE_DECODER ? ONE_LARGE_DECODER : ONE_DECODER;
}

/** Random access over blocks. What lies ahead of where it was read is inflated from there on, anything else from the start of its block. */
export function piecewiseSource(blocks: InflatedPieces, limits = RANDOM): BlockSource {
  const length = blocks.starts.at(-1)!;
  const start = (chunk: number) => Math.min(chunk * CHUNK_LENGTH, length);
  const cache = new BlockCache(CHUNK_LENGTH, limits.cache);
  const kept = new KeptChunks(Math.ceil(length / CHUNK_LENGTH), limits.kept);
  const cursors = new PieceCursors(blocks, limits.cursors, limits.kept === 0 ? 0 : PASSED_CHUNKS);
  const inflate = (chunk: number, target: Uint8Array) => {
    if (kept.fill(chunk, target)) return;
    cursors.read(chunk, target, (inflated, bytes, isReturned) => kept.add(inflated, bytes, isReturned));
  };
  return blockWiseSource({
    length,
    find: (offset) => Math.floor(offset / CHUNK_LENGTH),
    start,
    read: (chunk) => cache.get(chunk, (target) => inflate(chunk, target.subarray(0, start(chunk + 1) - start(chunk)))),
    readInto(chunk, target) {
      if (cache.has(chunk)) return false;
      inflate(chunk, target);
      return true;
    },
    describe: () => blocks.describe(),
    close() {
      cache.clear();
      kept.close();
      cursors.close();
    },
  });
}
