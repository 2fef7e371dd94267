import { ByteView } from '../bytes/index.ts';
import type { BoundedOutput } from './bounded-output.ts';
import { LzmaDecoder, type LzmaOutput } from './lzma-decoder.ts';
import type { ViewReader } from './zstd-frame.ts';

/** Control bytes: the end, stored chunks, and from 0x80 on LZMA chunks whose bits 5 and 6 say what is reset. */
const END = 0x00;
const STORED_DICTIONARY_RESET = 0x01;
const STORED = 0x02;
const LZMA = 0x80;
const RESET_STATE = 1;
const RESET_PROPERTIES = 2;
const RESET_DICTIONARY = 3;
/** What a chunk has at most: control, sizes, properties, then 64 KiB. */
const CHUNK_LIMIT = 6 + 64 * 1024;
/** What a chunk gives at most. */
export const LZMA2_CHUNK_OUTPUT_LIMIT = 2 * 1024 * 1024;

/** An output that refuses what is more than it may hold. */
interface Lzma2Output extends LzmaOutput {
  reserve(count: number, offset: number): void;
  append(bytes: Uint8Array, offset: number): void;
}

/** Inflates the LZMA2 stream that starts at `start` of `input` and returns where it ends. `origin` is the absolute image offset of `input`. */
export function inflateLzma2(input: Uint8Array, start: number, origin: number, output: BoundedOutput, dictionarySize: number): number {
  const view = new ByteView(input, 'LZMA2 chunk', origin);
  const decoder = new Lzma2Decoder(output, dictionarySize);
  let at = start;
  while (!decoder.ended) at += decoder.decodeChunk(view.view(at, Math.min(CHUNK_LIMIT, Math.max(0, view.length - at))));
  return at;
}

/** Decodes an LZMA2 stream (.xz file format 5.3.1; Linux lib/xz/xz_dec_lzma2.c), chunk by chunk. */
export class Lzma2Decoder {
  ended = false;
  readonly #output: Lzma2Output;
  readonly #decoder: LzmaDecoder;
  /** What the next chunk has to reset. */
  #needsDictionary = true;
  #needsProperties = true;

  constructor(output: Lzma2Output, dictionarySize: number) {
    this.#output = output;
    this.#decoder = new LzmaDecoder(new Uint8Array(0), 0, output, dictionarySize);
  }

  /** The same with the bytes of a chunk at `position`, and where it ends. */
  readChunk(read: ViewReader, position: number): number {
    return position + this.decodeChunk(read(position, CHUNK_LIMIT, true));
  }

  /** Appends what the chunk at the start of `view` gives; its length. */
  decodeChunk(view: ByteView): number {
    const control = view.u8(0);
    if (control === END) {
      this.ended = true;
      return 1;
    }
    if (control === STORED_DICTIONARY_RESET || control >= LZMA + (RESET_DICTIONARY << 5)) {
      this.#needsDictionary = false;
      this.#needsProperties = true;
      this.#decoder.dictionaryStart = this.#output.length;
    } else if (this.#needsDictionary) {
      throw view.error('control', 0, control, 'a reset of the dictionary');
    }
    if (control >= LZMA) return this.#inflate(view, control);
    if (control > STORED) throw view.error('control', 0, control);
    const size = bigEndian16(view, 1) + 1;
    this.#output.append(view.slice(3, size), view.offset);
    return 3 + size;
  }

  /** The output's bytes went this far towards its start. */
  moved(count: number): void {
    const start = this.#decoder.dictionaryStart - count;
    // Positions count modulo 16 at most; all that is left is part of the dictionary.
    this.#decoder.dictionaryStart = start < 0 ? (start & 15) - 16 : start;
  }

  #inflate(view: ByteView, control: number): number {
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
    this.#decoder.feed(view.bytes, view.offset);
    this.#decoder.decodeChunk(data, length, size);
    return data + length;
  }
}

function bigEndian16(view: ByteView, at: number): number {
  return (view.u8(at) << 8) | view.u8(at + 1);
}
