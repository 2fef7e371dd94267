const PROBABILITY_BITS = 11;
const PROBABILITY_ONE = 1 << PROBABILITY_BITS;
const MOVE_BITS = 5;
/** Added to a probability before it is shifted, makes what it gains by a zero, which is rounded towards the old one. */
const ROUND_UP = (1 << MOVE_BITS) - 1 - PROBABILITY_ONE;
/** The range is refilled when its top byte is empty. */
const TOP_SHIFT = 24;

/** Bytes that start a range-coded chunk: a zero, then the first code word. */
export const RANGE_PREFIX = 5;

/**
 * LZMA's binary range decoder over `input`, with the adaptive probabilities that it changes.
 * It does not check for the end of its input: compare `position` now and then. 32-bit numbers are kept signed, which keeps them small integers.
 */
export class LzmaRangeDecoder {
  position = 0;
  #range = -1;
  #code = 0;
  input: Uint8Array;
  readonly #probabilities: Uint16Array;

  constructor(input: Uint8Array, probabilities: Uint16Array) {
    this.input = input;
    this.#probabilities = probabilities;
  }

  /** Starts a chunk at `position`; false when it does not start with a zero byte. */
  start(position: number): boolean {
    const input = this.input;
    this.#range = -1;
    this.#code = (input[position + 1]! << 24) | (input[position + 2]! << 16) | (input[position + 3]! << 8) | input[position + 4]!;
    this.position = position + RANGE_PREFIX;
    return input[position] === 0;
  }

  /** Whether nothing is left to decode, once all symbols of a chunk are. */
  finish(): boolean {
    this.#normalize();
    return this.#code === 0;
  }

  /** One bit by the probability at `index`. */
  bit(index: number): number {
    this.#normalize();
    const probability = this.#probabilities[index]!;
    const bound = Math.imul(this.#range >>> PROBABILITY_BITS, probability);
    if (this.#code >>> 0 < bound >>> 0) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((PROBABILITY_ONE - probability) >>> MOVE_BITS);
      return 0;
    }
    this.#range = (this.#range - bound) | 0;
    this.#code = (this.#code - bound) | 0;
    this.#probabilities[index] = probability - (probability >>> MOVE_BITS);
    return 1;
  }

  /** `bits` bits, the highest first, by the tree of probabilities at `base`. The hot loop of incompressible data, so it keeps its numbers at hand and does not branch, as no processor guesses these bits: `isZero` is -1 or 0. */
  tree(base: number, bits: number): number {
    const input = this.input;
    const probabilities = this.#probabilities;
    let range = this.#range;
    let code = this.#code;
    let position = this.position;
    const end = 1 << bits;
    let symbol = 1;
    while (symbol < end) {
      if (range >>> TOP_SHIFT === 0) {
        range <<= 8;
        code = (code << 8) | input[position++]!;
      }
      const index = base + symbol;
      const probability = probabilities[index]!;
      const bound = Math.imul(range >>> PROBABILITY_BITS, probability);
      const rest = (code - bound) | 0;
      const isZero = ((~code & bound) | ((~code | bound) & rest)) >> 31;
      range = (bound & isZero) | ((range - bound) & ~isZero);
      code = (rest + (bound & isZero)) | 0;
      probabilities[index] = probability - ((probability + (isZero & ROUND_UP)) >> MOVE_BITS);
      symbol = (symbol << 1) + 1 + isZero;
    }
    this.#range = range;
    this.#code = code;
    this.position = position;
    return symbol - end;
  }

  /** `bits` bits, the lowest first. */
  reverseTree(base: number, bits: number): number {
    const input = this.input;
    const probabilities = this.#probabilities;
    let range = this.#range;
    let code = this.#code;
    let position = this.position;
    let symbol = 1;
    let value = 0;
    for (let done = 0; done < bits; done++) {
      if (range >>> TOP_SHIFT === 0) {
        range <<= 8;
        code = (code << 8) | input[position++]!;
      }
      const index = base + symbol;
      const probability = probabilities[index]!;
      const bound = Math.imul(range >>> PROBABILITY_BITS, probability);
      const rest = (code - bound) | 0;
      const isZero = ((~code & bound) | ((~code | bound) & rest)) >> 31;
      range = (bound & isZero) | ((range - bound) & ~isZero);
      code = (rest + (bound & isZero)) | 0;
      probabilities[index] = probability - ((probability + (isZero & ROUND_UP)) >> MOVE_BITS);
      symbol = (symbol << 1) + 1 + isZero;
      value |= (1 + isZero) << done;
    }
    this.#range = range;
    this.#code = code;
    this.position = position;
    return value;
  }

  /** A literal; `base` is where its context's probabilities lie. */
  literal(base: number): number {
    return this.tree(base, 8);
  }

  /** A literal after a match: guided by the byte that the match would have gone on with. */
  matchedLiteral(base: number, matchByte: number): number {
    const input = this.input;
    const probabilities = this.#probabilities;
    let range = this.#range;
    let code = this.#code;
    let position = this.position;
    let expected = matchByte << 1;
    let offset = 0x100;
    let symbol = 1;
    while (symbol < 0x100) {
      if (range >>> TOP_SHIFT === 0) {
        range <<= 8;
        code = (code << 8) | input[position++]!;
      }
      const matchBit = expected & offset;
      const index = base + offset + matchBit + symbol;
      const probability = probabilities[index]!;
      const bound = Math.imul(range >>> PROBABILITY_BITS, probability);
      const rest = (code - bound) | 0;
      const isZero = ((~code & bound) | ((~code | bound) & rest)) >> 31;
      range = (bound & isZero) | ((range - bound) & ~isZero);
      code = (rest + (bound & isZero)) | 0;
      probabilities[index] = probability - ((probability + (isZero & ROUND_UP)) >> MOVE_BITS);
      symbol = (symbol << 1) + 1 + isZero;
      offset &= matchBit ^ isZero;
      expected <<= 1;
    }
    this.#range = range;
    this.#code = code;
    this.position = position;
    return symbol & 0xff;
  }

  /** `bits` bits of even probability. */
  direct(bits: number): number {
    const input = this.input;
    let range = this.#range;
    let code = this.#code;
    let position = this.position;
    let value = 0;
    for (let done = 0; done < bits; done++) {
      if (range >>> TOP_SHIFT === 0) {
        range <<= 8;
        code = (code << 8) | input[position++]!;
      }
      range >>>= 1;
      // The range is below 2^31 here, so that the difference has a sign.
      const rest = (code - range) | 0;
      const isZero = rest >> 31;
      code = (rest + (range & isZero)) | 0;
      value = (value << 1) + 1 + isZero;
    }
    this.#range = range;
    this.#code = code;
    this.position = position;
    return value >>> 0;
  }

  #normalize(): void {
    if (this.#range >>> TOP_SHIFT !== 0) return;
    this.#range <<= 8;
    this.#code = (this.#code << 8) | this.input[this.position++]!;
  }
}
