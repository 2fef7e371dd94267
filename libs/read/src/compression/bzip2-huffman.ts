import type { Bzip2Bits } from './bzip2-bits.ts';

export const BZIP2_CODE_LIMIT = 20;
/** Codes up to this length are looked up in one step. */
const FAST = 10;

/** A canonical prefix code. */
export class Bzip2Code {
  /** By the next ten bits: the symbol times 32 plus the code's length; 0 where it is longer, or none. */
  readonly #fast = new Uint16Array(1 << FAST);
  /** By length: the first code that is longer, and what to subtract to get the index in `symbols`. */
  readonly #ends = new Int32Array(BZIP2_CODE_LIMIT + 1);
  readonly #bases = new Int32Array(BZIP2_CODE_LIMIT + 1);
  readonly #symbols: Uint16Array;
  /** False when there are more codes than their lengths have room for. */
  readonly isPossible: boolean;

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    let [code, index] = [0, 0];
    for (let length = 1; length <= BZIP2_CODE_LIMIT; length++) {
      this.#bases[length] = code - index;
      for (let symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] !== length) continue;
        if (length <= FAST) this.#fast.fill(symbol * 32 + length, code << (FAST - length), (code + 1) << (FAST - length));
        this.#symbols[index++] = symbol;
        code += 1;
      }
      this.#ends[length] = code;
      code *= 2;
    }
    this.isPossible = code <= 2 ** (BZIP2_CODE_LIMIT + 1);
  }

  /** The next symbol; -1 when no code starts like that. Does not check for the end of the file. */
  decode(bits: Bzip2Bits): number {
    bits.fill();
    const found = this.#fast[bits.peek(FAST)]!;
    if (found !== 0) {
      bits.skip(found & 31);
      return found >>> 5;
    }
    for (let length = FAST + 1; length <= BZIP2_CODE_LIMIT; length++) {
      const code = bits.peek(length);
      if (code >= this.#ends[length]!) continue;
      bits.skip(length);
      return this.#symbols[code - this.#bases[length]!]!;
    }
    return -1;
  }
}
