import { LZMA2_CHUNK_OUTPUT_LIMIT, type Lzma2Output } from './lzma2.ts';
import type { Lzma2Span } from './lzma2-pieces.ts';
import { giveMemoryBack, takeMemory } from './mapped-memory.ts';

/** Chunks are given away together until they have this many bytes. */
export const LZMA2_GROUP_LENGTH = 256 * 1024;
/** The longest group. */
const SMALLEST_RING = LZMA2_GROUP_LENGTH + LZMA2_CHUNK_OUTPUT_LIMIT;

/** The end of what came out of an LZMA2 stream: as much as a match may reach, and the last group of chunks. */
export class Lzma2Ring implements Lzma2Output {
  readonly bytes: Uint8Array;
  /** Where the next byte goes. */
  length: number;
  /** Bytes before the ring's start at hand; below 0 as long as there are some of the window. */
  #before: number;
  readonly #span: Lzma2Span;

  /** `window` bytes came before the span. */
  constructor(span: Lzma2Span, window: number) {
    const size = Math.min(span.whole, Math.max(span.dictionarySize, SMALLEST_RING));
    this.bytes = new Uint8Array(takeMemory(size), 0, size);
    this.length = window;
    this.#before = -window;
    this.#span = span;
  }

  /** Of all that came out. */
  get total(): number {
    return this.#before + this.length;
  }

  /** Where there is no room left, goes back to the start; how far. */
  turn(): number {
    if (this.length < this.bytes.length) return 0;
    this.#before += this.length;
    this.length = 0;
    return this.bytes.length;
  }

  reserve(count: number, offset: number): void {
    if (this.total + count > this.#span.limit) throw this.#span.tooMuch(offset);
  }

  /** The last `count` bytes, which may lie in two places. */
  last(count: number): readonly Uint8Array[] {
    const { bytes, length } = this;
    if (count <= length) return [bytes.subarray(length - count, length)];
    return [bytes.subarray(bytes.length - count + length), bytes.subarray(0, length)].filter((part) => part.length > 0);
  }

  release(): void {
    giveMemoryBack(this.bytes.buffer as ArrayBuffer);
  }
}
