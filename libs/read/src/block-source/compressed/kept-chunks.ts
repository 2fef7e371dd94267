import { inflateZstdInto, ZstdCompressor } from '../../compression/index.ts';
import { ChunkRing } from './chunk-ring.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';

const ZEROS = Buffer.alloc(CHUNK_LENGTH);
/** Of the bytes for all, those for chunks that were gone back for. */
const RETURNED_PART = 1 / 4;

/**
 * Chunks of a disk that were added last, compressed again, and all that are known to be zeros. Those that a reader went back for have bytes of their own:
 * what describes files is asked for again, and the content between is not.
 */
export class KeptChunks {
  readonly #recent: ChunkRing;
  readonly #returned: ChunkRing;
  /** 1 for each chunk of zeros. */
  readonly #zeros: Uint8Array;
  #compressor: ZstdCompressor | undefined;

  /** Of a disk of `count` chunks, in `size` bytes. Those of less than a chunk keep nothing. */
  constructor(count: number, size: number) {
    this.#zeros = new Uint8Array(count);
    const returned = Math.floor(size * RETURNED_PART);
    const isEnough = returned >= CHUNK_LENGTH;
    this.#returned = new ChunkRing(isEnough ? returned : 0);
    this.#recent = new ChunkRing(isEnough ? size - returned : size < CHUNK_LENGTH ? 0 : size);
  }

  /** `isReturned`: a reader went back for it. */
  add(chunk: number, bytes: Uint8Array, isReturned: boolean): void {
    const ring = isReturned && this.#returned.length > 0 ? this.#returned : this.#recent;
    if (ring.length === 0 || ring.has(chunk) || this.#zeros[chunk] === 1) return;
    if (ZEROS.subarray(0, bytes.length).equals(bytes)) {
      this.#zeros[chunk] = 1;
      return;
    }
    this.#compressor ??= new ZstdCompressor(CHUNK_LENGTH);
    const compressed = this.#compressor.compress(bytes);
    ring.put(chunk, compressed.length < bytes.length ? compressed : bytes);
  }

  /** Fills `target` with the chunk, whose length it has; false when it is not kept. */
  fill(chunk: number, target: Uint8Array): boolean {
    if (this.#zeros[chunk] === 1) {
      target.fill(0);
      return true;
    }
    const use = (kept: Uint8Array) => {
      if (kept.length === target.length) target.set(kept);
      else inflateZstdInto(kept, target, { origin: 0, limit: target.length });
    };
    return this.#returned.take(chunk, use) || this.#recent.take(chunk, use);
  }

  /** Keeps nothing from now on, and gives its memory back at once. */
  close(): void {
    this.#zeros.fill(0);
    this.#recent.close();
    this.#returned.close();
    this.#compressor?.close();
  }
}
