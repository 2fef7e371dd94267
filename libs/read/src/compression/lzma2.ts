import { ByteView } from '../bytes/index.ts';
import type { BoundedOutput } from './bounded-output.ts';
import { LzmaDecoder, type LzmaOutput, type LzmaState } from './lzma-decoder.ts';

/** Control bytes: the end, stored chunks, and from 0x80 on LZMA chunks whose bits 5 and 6 say what is reset. */
const END = 0x00;
const STORED_DICTIONARY_RESET = 0x01;
const STORED = 0x02;
const LZMA = 0x80;
const RESET_STATE = 1;
const RESET_PROPERTIES = 2;
const RESET_DICTIONARY = 3;
/** What a chunk has at most: control, sizes, properties, then 64 KiB. */
export const LZMA2_CHUNK_LIMIT = 6 + 64 * 1024;
/** What a chunk gives at most. */
export const LZMA2_CHUNK_OUTPUT_LIMIT = 2 * 1024 * 1024;

/** Positions in the dictionary count modulo 16, and up to the largest dictionary that is kept in a ring; larger numbers would only be slower. */
const POSITION_LIMIT = 2 ** 28;

/** An output that refuses what is more than it may hold. */
export interface Lzma2Output extends LzmaOutput {
  reserve(count: number, offset: number): void;
}

/** What a decoder knows between two chunks, but the dictionary. */
export interface Lzma2State extends LzmaState {
  /** Bytes since the last reset of the dictionary, or as good as that. */
  readonly position: number;
  readonly needsDictionary: boolean;
  readonly needsProperties: boolean;
}

/** Inflates the LZMA2 stream that starts at `start` of `input` and returns where it ends. `origin` is the absolute image offset of `input`. */
export function inflateLzma2(input: Uint8Array, start: number, origin: number, output: BoundedOutput, dictionarySize: number): number {
  const view = new ByteView(input, 'LZMA2 chunk', origin);
  const decoder = new Lzma2Decoder(output, dictionarySize);
  let at = start;
  while (!decoder.ended) at += decoder.decodeChunk(view.view(at, Math.min(LZMA2_CHUNK_LIMIT, Math.max(0, view.length - at))));
  return at;
}

/** Decodes an LZMA2 stream (.xz file format 5.3.1; Linux lib/xz/xz_dec_lzma2.c), chunk by chunk. */
export class Lzma2Decoder {
  ended = false;
  /** Bytes that are still to come out of the chunk at hand. */
  left = 0;
  readonly #output: Lzma2Output;
  readonly #decoder: LzmaDecoder;
  /** The chunk's bytes when it is stored. */
  #stored: Uint8Array | undefined;
  /** What the next chunk has to reset. */
  #needsDictionary = true;
  #needsProperties = true;

  constructor(output: Lzma2Output, dictionarySize: number) {
    this.#output = output;
    this.#decoder = new LzmaDecoder(new Uint8Array(0), 0, output, dictionarySize);
  }

  /** Between two chunks: bytes of the output that a match may reach, as far as the dictionary goes. */
  get position(): number {
    return this.#output.length - this.#decoder.dictionaryStart;
  }

  save(): Lzma2State {
    return { ...this.#decoder.save(), position: this.position, needsDictionary: this.#needsDictionary, needsProperties: this.#needsProperties };
  }

  /** Goes on where another decoder was, whose dictionary lies before the output's `length`. */
  restore(state: Lzma2State): void {
    this.#decoder.restore(state);
    this.#decoder.dictionaryStart = this.#output.length - state.position;
    this.#needsDictionary = state.needsDictionary;
    this.#needsProperties = state.needsProperties;
  }

  /** Appends what the chunk at the start of `view` gives; its length. */
  decodeChunk(view: ByteView): number {
    const length = this.startChunk(view);
    this.decode(this.left);
    return length;
  }

  /** Takes the chunk at the start of `view`, for `decode`; its length. */
  startChunk(view: ByteView): number {
    const control = view.u8(0);
    if (control === END) {
      this.ended = true;
      return 1;
    }
    if (resetsDictionary(control)) {
      this.#needsDictionary = false;
      this.#needsProperties = true;
      this.#decoder.dictionaryStart = this.#output.length;
    } else if (this.#needsDictionary) {
      throw view.error('control', 0, control, 'a reset of the dictionary');
    }
    if (control >= LZMA) return this.#startLzma(view, control);
    if (control > STORED) throw view.error('control', 0, control);
    this.left = bigEndian16(view, 1) + 1;
    this.#stored = view.slice(3, this.left);
    this.#output.reserve(this.left, view.offset);
    return 3 + this.left;
  }

  /** Appends the next `count` bytes of the chunk, or all that are left. */
  decode(count: number): void {
    const stored = this.#stored;
    if (stored === undefined) {
      this.#decoder.decode(count);
    } else {
      const from = stored.length - this.left;
      this.#output.bytes.set(stored.subarray(from, from + count), this.#output.length);
      this.#output.length += count;
    }
    this.left -= count;
  }

  /** The output goes on this far before where it was, and what it held there is still reached. */
  moved(count: number): void {
    const start = this.#decoder.dictionaryStart - count;
    this.#decoder.dictionaryStart = start < -POSITION_LIMIT ? (start & 15) - 16 - POSITION_LIMIT : start;
  }

  #startLzma(view: ByteView, control: number): number {
    const reset = (control >>> 5) & 3;
    const size = ((control & 0x1f) << 16) + bigEndian16(view, 1) + 1;
    const length = bigEndian16(view, 3) + 1;
    let data = 5;
    if (reset >= RESET_PROPERTIES) {
      if (!this.#decoder.setProperties(view.u8(data))) throw view.error('properties', data, view.u8(data));
      this.#needsProperties = false;
      data += 1;
    }
    if (this.#needsProperties) throw view.error('control', 0, control, 'new properties');
    if (reset >= RESET_STATE) this.#decoder.resetState();
    view.slice(data, length);
    this.#output.reserve(size, view.offset);
    this.#stored = undefined;
    this.#decoder.feed(view.bytes, view.offset);
    this.#decoder.startChunk(data, length, size);
    this.left = size;
    return data + length;
  }
}

function resetsDictionary(control: number): boolean {
  return control === STORED_DICTIONARY_RESET || control >= LZMA + (RESET_DICTIONARY << 5);
}

function bigEndian16(view: ByteView, at: number): number {
  return (view.u8(at) << 8) | view.u8(at + 1);
}
