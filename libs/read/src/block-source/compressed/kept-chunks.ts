import { giveMemoryBack, inflateZstdInto, takeMemory, ZstdCompressor } from '../../compression/index.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';

const ZEROS = Buffer.alloc(CHUNK_LENGTH);

interface KeptChunk {
  readonly chunk: number;
  /** In the ring. */
  readonly at: number;
  /** As it is kept: the chunk's own when it is not compressed. */
  readonly size: number;
}

/**
 * The chunks of a disk that were added last, compressed again in a ring of bytes, and all that are known to be zeros. What is asked for goes to the
 * ring's front before it would be written over.
 */
export class KeptChunks {
  readonly #ring: Uint8Array<ArrayBuffer>;
  readonly #kept = new Map<number, KeptChunk>();
  /** 1 for each chunk of zeros. */
  readonly #zeros: Uint8Array;
  #compressor: ZstdCompressor | undefined;
  #front = 0;

  /** Of a disk of `count` chunks. A ring of less than a chunk keeps nothing. */
  constructor(count: number, ringSize: number) {
    this.#zeros = new Uint8Array(count);
    const size = ringSize < CHUNK_LENGTH ? 0 : ringSize;
    this.#ring = new Uint8Array(takeMemory(size), 0, size);
  }

  add(chunk: number, bytes: Uint8Array): void {
    if (this.#ring.length === 0 || this.#kept.has(chunk) || this.#zeros[chunk] === 1) return;
    if (ZEROS.subarray(0, bytes.length).equals(bytes)) {
      this.#zeros[chunk] = 1;
      return;
    }
    this.#compressor ??= new ZstdCompressor(CHUNK_LENGTH);
    const compressed = this.#compressor.compress(bytes);
    this.#put(chunk, compressed.length < bytes.length ? compressed : bytes);
  }

  /** Fills `target` with the chunk, whose length it has; false when it is not kept. */
  fill(chunk: number, target: Uint8Array): boolean {
    if (this.#zeros[chunk] === 1) {
      target.fill(0);
      return true;
    }
    const found = this.#kept.get(chunk);
    if (found === undefined) return false;
    const kept = this.#ring.subarray(found.at, found.at + found.size);
    if (found.size === target.length) target.set(kept);
    else inflateZstdInto(kept, target, { origin: 0, limit: target.length });
    if (this.#isOld(found)) this.#put(chunk, kept.slice());
    return true;
  }

  /** Keeps nothing from now on, and gives its memory back at once. */
  close(): void {
    this.#kept.clear();
    this.#zeros.fill(0);
    giveMemoryBack(this.#ring.buffer);
    this.#compressor?.close();
  }

  /** In the half of the ring that is written next. */
  #isOld({ at }: KeptChunk): boolean {
    return (at - this.#front + this.#ring.length) % this.#ring.length < this.#ring.length / 2;
  }

  /** Chunks are in the map in the order in which they lie behind the front: those that are overwritten are its first ones. */
  #put(chunk: number, bytes: Uint8Array): void {
    this.#kept.delete(chunk);
    if (this.#front + bytes.length > this.#ring.length) {
      this.#free(this.#front, this.#ring.length);
      this.#front = 0;
    }
    this.#free(this.#front, this.#front + bytes.length);
    this.#ring.set(bytes, this.#front);
    this.#kept.set(chunk, { chunk, at: this.#front, size: bytes.length });
    this.#front += bytes.length;
  }

  #free(start: number, end: number): void {
    for (const { chunk, at, size } of this.#kept.values()) {
      if (at >= end || at + size <= start) return;
      this.#kept.delete(chunk);
    }
  }
}
