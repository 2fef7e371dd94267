import { FormatError } from '../../bytes/index.ts';
import { giveMemoryBack, inflateLz4Block, takeMemory } from '../../compression/index.ts';
import type { BlockSource, SourceDescription } from '../block-source.ts';
import { BlockCache, CACHE_BYTES } from './block-cache.ts';
import { blockWiseSource, type InflatedBlocks } from './block-wise-source.ts';
import { findBlock } from './find-block.ts';
import { BLOCK_SIZE_MASK, CHECKED_BLOCK, type Lz4Index, STORED_BLOCK } from './lz4-index.ts';
import { checkBlock } from './walk-lz4-frames.ts';

const CHECKSUM_LENGTH = 4;

/** The disk inside an LZ4 file: a read inflates the blocks that it touches and keeps the last, `cacheBytes` of them. Closing it leaves `file` open. */
export function lz4Source(file: BlockSource, index: Lz4Index, cacheBytes = CACHE_BYTES): BlockSource {
  return blockWiseSource(new Lz4Blocks(file, index, cacheBytes));
}

class Lz4Blocks implements InflatedBlocks {
  readonly length: number;
  readonly #file: BlockSource;
  readonly #index: Lz4Index;
  readonly #cache: BlockCache;
  #stored: Uint8Array<ArrayBuffer> | undefined;

  constructor(file: BlockSource, index: Lz4Index, cacheBytes: number) {
    this.length = index.length;
    this.#file = file;
    this.#index = index;
    this.#cache = new BlockCache(index.blockMaxSize, cacheBytes);
  }

  find(offset: number): number {
    return findBlock(this.#index.starts, offset);
  }

  start(block: number): number {
    return this.#index.starts[block]!;
  }

  read(block: number): Uint8Array {
    return this.#cache.get(block, (target) => this.#inflate(block, target));
  }

  /** A full block needs no copy of its own: whoever reads it whole reads on. */
  readInto(block: number, target: Uint8Array): boolean {
    if (target.length !== this.#index.blockMaxSize) return false;
    this.#inflate(block, target);
    return true;
  }

  describe(): SourceDescription {
    return { kind: 'lz4', file: this.#file.describe(), index: this.#index, offset: 0, length: this.length };
  }

  close(): void {
    this.#cache.clear();
    if (this.#stored !== undefined) giveMemoryBack(this.#stored.buffer);
    this.#stored = undefined;
  }

  /** `target` has room for the largest block: the end-of-block rules are about that room. */
  #inflate(block: number, target: Uint8Array): void {
    const length = this.start(block + 1) - this.start(block);
    const flags = this.#index.sizes[block]!;
    const position = this.#index.positions[block]!;
    const offset = this.#file.origin + position;
    const stored = this.#readStored(position, (flags & BLOCK_SIZE_MASK) >>> 0, (flags & CHECKED_BLOCK) !== 0);
    if ((flags & STORED_BLOCK) !== 0) {
      if (stored.length !== length) throw changed(offset, stored.length, length);
      target.set(stored);
      return;
    }
    const end = inflateLz4Block(stored, target, { origin: offset });
    if (end !== length) throw changed(offset, end, length);
  }

  #readStored(position: number, size: number, checked: boolean): Uint8Array {
    this.#stored ??= new Uint8Array(takeMemory(this.#index.storedMaxSize + CHECKSUM_LENGTH));
    const read = this.#stored.subarray(0, size + (checked ? CHECKSUM_LENGTH : 0));
    this.#file.readInto(read, position);
    const data = read.subarray(0, size);
    if (checked) checkBlock(data, new DataView(read.buffer, read.byteOffset + size).getUint32(0, true), this.#file.origin + position + size);
    return data;
  }
}

/** The index was made from the same file: only one that was written to meanwhile can differ. */
function changed(offset: number, found: number, expected: number): FormatError {
  return new FormatError({ structure: 'LZ4 block', field: 'inflated length', offset, found, expected });
}
