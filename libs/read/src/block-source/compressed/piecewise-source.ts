import { type BlockSource, checkRange, type SourceDescription } from '../block-source.ts';
import { chunkSource } from './chunk-source.ts';
import { CHUNK_LENGTH, type ChunkStore, ChunkStoreBuilder } from './chunk-store.ts';

/** A disk whose bytes come in blocks, each of which has to be inflated from its start, in pieces. */
export interface InflatedPieces {
  /** What holds a block, for messages. */
  readonly structure: string;
  /** Where each block begins in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** All of a block; each piece is good until the next. */
  inflate(block: number): Iterable<Uint8Array>;
  describe(): SourceDescription;
}

/** What is kept of the blocks that were read last, compressed again. Enough for a reader of files: some six blocks of 24 MiB. */
export const KEPT_PIECES = 48 * 1024 * 1024;
/** Chunks that are kept inflated of the block at hand. */
const CHUNK_CACHE = 4 * CHUNK_LENGTH;

interface KeptBlock {
  readonly source: BlockSource;
  readonly size: number;
}

/** Random access over blocks: a read inflates the blocks that it touches and keeps the last, within `keptLimit` bytes, or one if that is larger. */
export function piecewiseSource(blocks: InflatedPieces, keptLimit = KEPT_PIECES): BlockSource {
  const kept = new KeptBlocks(blocks, keptLimit);
  const source: BlockSource = {
    length: blocks.starts.at(-1)!,
    origin: 0,
    readInto(target, offset) {
      checkRange(source, offset, target.length);
      for (let done = 0, block = findBlock(blocks.starts, offset); done < target.length; block++) {
        const from = offset + done - blocks.starts[block]!;
        const part = target.subarray(done, done + Math.min(target.length - done, blocks.starts[block + 1]! - blocks.starts[block]! - from));
        if (part.length > 0) kept.get(block).readInto(part, from);
        done += part.length;
      }
    },
    readVector(targets, offset) {
      let at = offset;
      for (const target of targets) {
        source.readInto(target, at);
        at += target.length;
      }
    },
    describe: () => blocks.describe(),
    close: () => kept.clear(),
  };
  return source;
}

/** The last block that begins at `offset` or before. */
export function findBlock(starts: Float64Array, offset: number): number {
  let first = 0;
  let after = starts.length - 1;
  while (after - first > 1) {
    const middle = (first + after) >>> 1;
    if (starts[middle]! <= offset) first = middle;
    else after = middle;
  }
  return first;
}

/** The least recently used goes first. */
class KeptBlocks {
  readonly #blocks: InflatedPieces;
  readonly #limit: number;
  readonly #kept = new Map<number, KeptBlock>();
  #size = 0;

  constructor(blocks: InflatedPieces, limit: number) {
    this.#blocks = blocks;
    this.#limit = limit;
  }

  get(block: number): BlockSource {
    const found = this.#kept.get(block) ?? this.#load(block);
    this.#kept.delete(block);
    this.#kept.set(block, found);
    return found.source;
  }

  clear(): void {
    this.#kept.clear();
    this.#size = 0;
  }

  #load(block: number): KeptBlock {
    const builder = new ChunkStoreBuilder(this.#blocks.structure);
    for (const piece of this.#blocks.inflate(block)) builder.append(piece);
    const store = builder.finish();
    const size = sizeOf(store);
    for (const [oldest, { size: freed }] of this.#kept) {
      if (this.#size + size <= this.#limit) break;
      this.#kept.delete(oldest);
      this.#size -= freed;
    }
    this.#size += size;
    return { source: chunkSource(store, CHUNK_CACHE), size };
  }
}

/** With what is kept inflated of it. */
function sizeOf({ segments }: ChunkStore): number {
  return segments.reduce((sum, { byteLength }) => sum + byteLength, CHUNK_CACHE);
}
