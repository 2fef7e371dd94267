import { inflatesTooFar } from './bounded-output.ts';
import { LZMA2_CHUNK_OUTPUT_LIMIT, Lzma2Decoder } from './lzma2.ts';
import type { ViewReader } from './zstd-frame.ts';

/** So that sliding costs less than decoding. */
const SMALLEST_ROOM = 2 * LZMA2_CHUNK_OUTPUT_LIMIT;

/**
 * Inflates the LZMA2 stream at `start`, which gives `limit` bytes or less, in pieces of up to 2 MiB; each is good until the next is asked for.
 * Memory is the dictionary, as far as the stream can fill it, and half as much again. Returns where the stream ends.
 */
export function* inflateLzma2Pieces(read: ViewReader, start: number, dictionarySize: number, limit: number): Generator<Uint8Array, number, undefined> {
  const output = new SlidingOutput(dictionarySize, limit);
  const decoder = new Lzma2Decoder(output, dictionarySize);
  let at = start;
  try {
    while (!decoder.ended) {
      decoder.moved(output.makeRoom());
      const before = output.length;
      at = decoder.readChunk(read, at);
      if (output.length > before) yield output.bytes.subarray(before, output.length);
    }
  } finally {
    output.release();
  }
  return at;
}

/** The end of what came out: as much as a match may reach, at least. */
class SlidingOutput {
  readonly bytes: Uint8Array;
  length = 0;
  readonly #dictionarySize: number;
  readonly #limit: number;
  #dropped = 0;

  constructor(dictionarySize: number, limit: number) {
    this.#dictionarySize = Math.min(dictionarySize, limit);
    this.#limit = limit;
    this.bytes = new Uint8Array(Math.min(limit, this.#dictionarySize + Math.max(SMALLEST_ROOM, this.#dictionarySize >>> 1)));
  }

  /** Makes room for another chunk, if need be by moving what is still needed to the start; how far it went. */
  makeRoom(): number {
    if (this.bytes.length === this.#limit || this.length + LZMA2_CHUNK_OUTPUT_LIMIT <= this.bytes.length) return 0;
    const moved = this.length - this.#dictionarySize;
    this.bytes.copyWithin(0, moved, this.length);
    this.length = this.#dictionarySize;
    this.#dropped += moved;
    return moved;
  }

  /** Gives the memory back at once; the garbage collector would let that of some blocks gather. */
  release(): void {
    (this.bytes.buffer as ArrayBuffer).transfer(0);
  }

  reserve(count: number, offset: number): void {
    if (this.#dropped + this.length + count > this.#limit) throw inflatesTooFar('xz block', offset, this.#limit);
  }

  append(bytes: Uint8Array, offset: number): void {
    this.reserve(bytes.length, offset);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }
}
