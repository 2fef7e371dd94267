import { FormatError, UnsupportedError } from '../bytes/index.ts';
import type { Bzip2Bits } from './bzip2-bits.ts';
import { BZIP2_CODE_LIMIT, Bzip2Code } from './bzip2-huffman.ts';
import { giveMemoryBack, takeMemory } from './mapped-memory.ts';

const STRUCTURE = 'bzip2 block';
const CODES_LIMIT = 6;
/** Symbols that share a code. */
const GROUP = 50;
/** More than any block can use are read, and not kept. */
const SELECTORS_LIMIT = 18_002;
/** Symbols 0 and 1 are the digits of a run length. */
const LAST_RUN_SYMBOL = 1;

/** The largest block, by the level of a stream. */
export const BZIP2_LEVEL_LENGTH = 100_000;

/** A block before its last two steps: where the sorted bytes lie in the text. */
export interface Bzip2Block {
  /** Bytes after run-length encoding. */
  readonly length: number;
  /** Of each: the byte, and times 256 where in the array the next one is. */
  readonly chain: Uint32Array;
  /** Where in the array the last byte of the text is. */
  readonly last: number;
}

/** Decodes blocks; the array of one is used again for the next. */
export class Bzip2BlockDecoder {
  readonly #bits: Bzip2Bits;
  readonly #chain: Uint32Array;

  constructor(bits: Bzip2Bits, level: number) {
    this.#bits = bits;
    const length = level * BZIP2_LEVEL_LENGTH;
    this.#chain = new Uint32Array(takeMemory(length * 4), 0, length);
  }

  /** Its array goes to the next decoder. */
  release(): void {
    giveMemoryBack(this.#chain.buffer as ArrayBuffer);
  }

  /** The block whose magic and checksum were read. */
  decode(): Bzip2Block {
    const bits = this.#bits;
    if (bits.take(1) === 1) throw new UnsupportedError({ structure: STRUCTURE, field: 'randomised', offset: bits.offset, found: 1 });
    const last = bits.take(24);
    const bytes = this.#readBytes();
    const codeCount = bits.take(3);
    if (codeCount < 2 || codeCount > CODES_LIMIT) throw this.#error('number of codes', codeCount, `2 to ${CODES_LIMIT}`);
    const selectors = this.#readSelectors(codeCount);
    const codes = Array.from({ length: codeCount }, () => this.#readCode(bytes.length + 2));
    const counts = new Int32Array(256);
    const length = this.#readSymbols(bytes, selectors, codes, counts);
    if (last >= length) throw this.#error('origin pointer', last, `less than ${length}`);
    this.#link(length, counts);
    return { length, chain: this.#chain, last };
  }

  /** The bytes that occur, in order. */
  #readBytes(): Uint8Array {
    const bits = this.#bits;
    const rows = bits.take(16);
    const bytes: number[] = [];
    for (let row = 0; row < 16; row++) {
      if (((rows >>> (15 - row)) & 1) === 0) continue;
      const columns = bits.take(16);
      for (let column = 0; column < 16; column++) if (((columns >>> (15 - column)) & 1) === 1) bytes.push(row * 16 + column);
    }
    if (bytes.length === 0) throw this.#error('symbols used', 0, 'at least 1');
    return Uint8Array.from(bytes);
  }

  #readSelectors(codeCount: number): Uint8Array {
    const bits = this.#bits;
    const count = bits.take(15);
    if (count === 0) throw this.#error('number of selectors', count, 'at least 1');
    const recent = Array.from({ length: codeCount }, (_, index) => index);
    const selectors = new Uint8Array(Math.min(count, SELECTORS_LIMIT));
    for (let index = 0; index < count; index++) {
      let place = 0;
      while (bits.take(1) === 1) if (++place >= codeCount) throw this.#error('selector', place, `less than ${codeCount}`);
      const [code] = recent.splice(place, 1);
      recent.unshift(code!);
      if (index < SELECTORS_LIMIT) selectors[index] = code!;
    }
    return selectors;
  }

  #readCode(symbols: number): Bzip2Code {
    const bits = this.#bits;
    const lengths = new Uint8Array(symbols);
    let length = bits.take(5);
    for (let symbol = 0; symbol < symbols; symbol++) {
      for (;;) {
        if (length < 1 || length > BZIP2_CODE_LIMIT) throw this.#error('code length', length, `1 to ${BZIP2_CODE_LIMIT}`);
        if (bits.take(1) === 0) break;
        length += bits.take(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    const code = new Bzip2Code(lengths);
    if (!code.isPossible) throw this.#error('code lengths', undefined, 'lengths that leave room for all codes');
    return code;
  }

  /** Undoes prefix codes, runs and move-to-front; returns the length of the block, and counts its bytes. */
  #readSymbols(recent: Uint8Array, selectors: Uint8Array, codes: readonly Bzip2Code[], counts: Int32Array): number {
    const chain = this.#chain;
    const end = recent.length + 1;
    let [length, run, digit] = [0, 0, 1];
    for (const selector of selectors) {
      const code = codes[selector]!;
      for (let index = 0; index < GROUP; index++) {
        const symbol = code.decode(this.#bits);
        if (symbol >= 0 && symbol <= LAST_RUN_SYMBOL) {
          run += digit << symbol;
          digit <<= 1;
          if (run > chain.length) throw this.#error('run length', run, `at most ${chain.length}`);
          continue;
        }
        if (run > 0) {
          if (length + run > chain.length) throw this.#error('block length', length + run, `at most ${chain.length}`);
          chain.fill(recent[0]!, length, length + run);
          counts[recent[0]!]! += run;
          length += run;
          [run, digit] = [0, 1];
        }
        if (symbol === end) return this.#finished(length);
        if (symbol < 0) throw this.#error('code', undefined, 'one of the codes');
        if (length === chain.length) throw this.#error('block length', length + 1, `at most ${chain.length}`);
        const byte = recent[symbol - 1]!;
        recent.copyWithin(1, 0, symbol - 1);
        recent[0] = byte;
        counts[byte]! += 1;
        chain[length++] = byte;
      }
      this.#bits.check();
    }
    throw this.#error('number of selectors', selectors.length, 'enough for all symbols');
  }

  #finished(length: number): number {
    this.#bits.check();
    return length;
  }

  /** Inverts the Burrows-Wheeler transform: which byte follows which. */
  #link(length: number, counts: Int32Array): void {
    const chain = this.#chain;
    const next = new Int32Array(256);
    for (let byte = 1; byte < 256; byte++) next[byte] = next[byte - 1]! + counts[byte - 1]!;
    for (let index = 0; index < length; index++) {
      const byte = chain[index]! & 0xff;
      chain[next[byte]!++]! |= index << 8;
    }
  }

  #error(field: string, found: number | undefined, expected: string): FormatError {
    if (this.#bits.isBeyond) return this.#bits.ended();
    return new FormatError({ structure: STRUCTURE, field, offset: this.#bits.offset, ...(found === undefined ? {} : { found }), expected });
  }
}
