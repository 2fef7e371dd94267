import { FormatError } from '../bytes/index.ts';
import { LzmaRangeDecoder, RANGE_PREFIX } from './lzma-range-decoder.ts';

const STATES = 12;
const POSITION_STATES = 16;
const PROBABILITY_START = 1024;
/** States below this one follow a literal. */
const FIRST_MATCH_STATE = 7;

/** Where each table of probabilities lies. */
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * POSITION_STATES;
const IS_REP_0 = IS_REP + STATES;
const IS_REP_1 = IS_REP_0 + STATES;
const IS_REP_2 = IS_REP_1 + STATES;
const IS_REP_0_LONG = IS_REP_2 + STATES;
const DISTANCE_SLOTS = IS_REP_0_LONG + STATES * POSITION_STATES;
const DISTANCE_SPECIAL = DISTANCE_SLOTS + 4 * 64;
const DISTANCE_ALIGN = DISTANCE_SPECIAL + 128;
const MATCH_LENGTH = DISTANCE_ALIGN + 16;
/** A length table: two choices, then 8 short and 8 middle lengths for each position state, then 256 long ones. */
const LENGTH_SHORT = 2;
const LENGTH_MIDDLE = LENGTH_SHORT + POSITION_STATES * 8;
const LENGTH_LONG = LENGTH_MIDDLE + POSITION_STATES * 8;
const LENGTH_TABLE = LENGTH_LONG + 256;
const REP_LENGTH = MATCH_LENGTH + LENGTH_TABLE;
const LITERALS = REP_LENGTH + LENGTH_TABLE;
const LITERAL_TABLE = 0x300;
/** LZMA2 allows lc + lp up to 4. */
const LITERAL_BITS_LIMIT = 4;
const PROBABILITIES = LITERALS + (LITERAL_TABLE << LITERAL_BITS_LIMIT);

const MIN_MATCH = 2;
/** Distance slots from here on have extra bits: some by a tree of their own, later ones direct with four aligned. */
const FIRST_SPECIAL_SLOT = 4;
const FIRST_DIRECT_SLOT = 14;
/** Below this a loop is faster than a native copy. */
const NATIVE_COPY = 48;
const NATIVE_FILL = 24;

/**
 * Where decoded bytes go, from `length` of `bytes` on. Before them lies the dictionary, and where it reaches below 0 it goes on at the end of `bytes`.
 * Whoever asks for more sees to it that there is room.
 */
export interface LzmaOutput {
  readonly bytes: Uint8Array;
  length: number;
}

/** All that a decoder knows between two chunks, but the dictionary. Plain data and shared memory. */
export interface LzmaState {
  /** State, the last four distances, bits of the literal's context, masks of the positions. */
  readonly numbers: readonly number[];
  readonly probabilities: Uint16Array;
}

/** Decodes the LZMA chunks of one LZMA2 stream, or an LZMA stream as one chunk, into an output that holds all bytes that a match may reach. */
export class LzmaDecoder {
  /** Where in the output the dictionary begins; below 0 when the output went back to its start since. */
  dictionaryStart = 0;
  readonly #dictionarySize: number;
  readonly #output: LzmaOutput;
  #origin = 0;
  #end = 0;
  readonly #probabilities = new Uint16Array(PROBABILITIES);
  readonly #range: LzmaRangeDecoder;
  readonly #structure: string;
  /** Where the chunk ends in the input, and how many bytes are still to come out of it. */
  #chunkEnd = 0;
  #left = 0;
  /** What there was no room for of the last match. */
  #pending = 0;
  #isPartial = false;
  #state = 0;
  #rep0 = 0;
  #rep1 = 0;
  #rep2 = 0;
  #rep3 = 0;
  #literalContextBits = 0;
  #literalPositionMask = 0;
  #positionMask = 0;

  /** `origin` is the absolute image offset of `input`. */
  constructor(input: Uint8Array, origin: number, output: LzmaOutput, dictionarySize: number, structure = 'LZMA2 chunk') {
    this.#structure = structure;
    this.#range = new LzmaRangeDecoder(input, this.#probabilities);
    this.feed(input, origin);
    this.#output = output;
    this.#dictionarySize = dictionarySize;
  }

  /** Goes on with other bytes, which hold the next chunk. */
  feed(input: Uint8Array, origin: number): void {
    this.#range.input = input;
    this.#end = input.length;
    this.#origin = origin;
  }

  /** The properties byte: (pb * 5 + lp) * 9 + lc. False when LZMA2 does not allow it. */
  setProperties(byte: number): boolean {
    const lc = byte % 9;
    const lp = Math.floor(byte / 9) % 5;
    const pb = Math.floor(byte / 45);
    if (pb > 4 || lc + lp > LITERAL_BITS_LIMIT) return false;
    this.#literalContextBits = lc;
    this.#literalPositionMask = (1 << lp) - 1;
    this.#positionMask = (1 << pb) - 1;
    return true;
  }

  resetState(): void {
    this.#state = 0;
    this.#rep0 = this.#rep1 = this.#rep2 = this.#rep3 = 0;
    this.#probabilities.fill(PROBABILITY_START);
  }

  save(): LzmaState {
    const used = LITERALS + LITERAL_TABLE * ((this.#literalPositionMask + 1) << this.#literalContextBits);
    const probabilities = new Uint16Array(new SharedArrayBuffer(used * 2));
    probabilities.set(this.#probabilities.subarray(0, used));
    const reps = [this.#rep0, this.#rep1, this.#rep2, this.#rep3];
    return { numbers: [this.#state, ...reps, this.#literalContextBits, this.#literalPositionMask, this.#positionMask], probabilities };
  }

  restore({ numbers, probabilities }: LzmaState): void {
    this.#probabilities.set(probabilities);
    [this.#state, this.#rep0, this.#rep1, this.#rep2, this.#rep3] = numbers as [number, number, number, number, number];
    [this.#literalContextBits, this.#literalPositionMask, this.#positionMask] = numbers.slice(5) as [number, number, number];
  }

  /** Appends `size` bytes decoded from `length` bytes of the input at `position`; `isPartial`: they may go on. The output has room for them. */
  decodeChunk(position: number, length: number, size: number, isPartial = false): void {
    this.startChunk(position, length, size, isPartial);
    this.decode(size);
  }

  /** `decode` does the rest. */
  startChunk(position: number, length: number, size: number, isPartial = false): void {
    if (length < RANGE_PREFIX || !this.#range.start(position)) throw this.#damaged(position, 'the range coder does not start with a zero byte');
    this.#isPartial = isPartial;
    this.#chunkEnd = position + length;
    this.#left = size;
    this.#pending = 0;
  }

  /** Appends the next `count` bytes of the chunk, or all that are left. */
  decode(count: number): void {
    const output = this.#output;
    const chunkEnd = this.#chunkEnd;
    const end = output.length + count;
    this.#left -= count;
    if (this.#pending > 0) this.#copyMatch(this.#pending, end);
    while (output.length < end) {
      const positionState = (output.length - this.dictionaryStart) & this.#positionMask;
      if (this.#range.bit(IS_MATCH + (this.#state << 4) + positionState) === 0) this.#decodeLiteral();
      else this.#copyMatch(this.#decodeMatch(positionState), end);
      if (this.#range.position > chunkEnd) throw this.#damaged(chunkEnd, 'the chunk ends before its last byte is decoded');
    }
    if (this.#left > 0 || this.#isPartial) return;
    if (!this.#range.finish() || this.#range.position !== chunkEnd) throw this.#damaged(chunkEnd, 'the chunk does not end where its data does');
  }

  #decodeLiteral(): void {
    const { bytes, length } = this.#output;
    const position = length - this.dictionaryStart;
    const previous = position === 0 ? 0 : bytes[(length === 0 ? bytes.length : length) - 1]!;
    const context = ((position & this.#literalPositionMask) << this.#literalContextBits) + (previous >>> (8 - this.#literalContextBits));
    const base = LITERALS + LITERAL_TABLE * context;
    if (this.#state < FIRST_MATCH_STATE) {
      bytes[length] = this.#range.literal(base);
    } else {
      if (this.#rep0 >= position) throw this.#damaged(this.#range.position, 'a literal after a match that the dictionary does not hold');
      const guide = length - this.#rep0 - 1;
      bytes[length] = this.#range.matchedLiteral(base, bytes[guide < 0 ? guide + bytes.length : guide]!);
    }
    this.#output.length = length + 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** Decodes the distance into `rep0` and returns the length. */
  #decodeMatch(positionState: number): number {
    const range = this.#range;
    const afterLiteral = this.#state < FIRST_MATCH_STATE;
    if (range.bit(IS_REP + this.#state) === 0) {
      this.#rep3 = this.#rep2;
      this.#rep2 = this.#rep1;
      this.#rep1 = this.#rep0;
      const length = this.#decodeLength(MATCH_LENGTH, positionState);
      this.#rep0 = this.#decodeDistance(length);
      this.#state = afterLiteral ? 7 : 10;
      return length;
    }
    if (range.bit(IS_REP_0 + this.#state) === 0) {
      if (range.bit(IS_REP_0_LONG + (this.#state << 4) + positionState) === 0) {
        this.#state = afterLiteral ? 9 : 11;
        return 1;
      }
    } else {
      this.#rotateReps();
    }
    this.#state = afterLiteral ? 8 : 11;
    return this.#decodeLength(REP_LENGTH, positionState);
  }

  /** Brings the second, third or fourth last distance to the front. */
  #rotateReps(): void {
    let distance = this.#rep1;
    if (this.#range.bit(IS_REP_1 + this.#state) === 1) {
      distance = this.#rep2;
      if (this.#range.bit(IS_REP_2 + this.#state) === 1) {
        distance = this.#rep3;
        this.#rep3 = this.#rep2;
      }
      this.#rep2 = this.#rep1;
    }
    this.#rep1 = this.#rep0;
    this.#rep0 = distance;
  }

  #decodeLength(table: number, positionState: number): number {
    const range = this.#range;
    if (range.bit(table) === 0) return MIN_MATCH + range.tree(table + LENGTH_SHORT + positionState * 8, 3);
    if (range.bit(table + 1) === 0) return MIN_MATCH + 8 + range.tree(table + LENGTH_MIDDLE + positionState * 8, 3);
    return MIN_MATCH + 16 + range.tree(table + LENGTH_LONG, 8);
  }

  /** A distance of 0 is the byte before. */
  #decodeDistance(length: number): number {
    const range = this.#range;
    const slot = range.tree(DISTANCE_SLOTS + Math.min(length - MIN_MATCH, 3) * 64, 6);
    if (slot < FIRST_SPECIAL_SLOT) return slot;
    const bits = (slot >>> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    // Trees use the entries from 1 on, so that each slot's table follows that of the slot before.
    if (slot < FIRST_DIRECT_SLOT) return base + range.reverseTree(DISTANCE_SPECIAL + base - slot, bits);
    return base + range.direct(bits - 4) * 16 + range.reverseTree(DISTANCE_ALIGN, 4);
  }

  /** As far as `end`. */
  #copyMatch(matched: number, end: number): void {
    const output = this.#output;
    const bytes = output.bytes;
    const to = output.length;
    if (this.#rep0 >= Math.min(to - this.dictionaryStart, this.#dictionarySize)) {
      throw this.#damaged(this.#range.position, `a match distance of ${this.#rep0 + 1} that the dictionary does not hold`);
    }
    const length = Math.min(matched, end - to);
    this.#pending = matched - length;
    if (this.#pending > this.#left && !this.#isPartial) throw this.#damaged(this.#range.position, 'a match goes past the end of its chunk');
    const from = to - this.#rep0 - 1;
    if (this.#rep0 === 0 && length >= NATIVE_FILL && to > 0) bytes.fill(bytes[to - 1]!, to, to + length);
    else if (from < 0) copyAround(bytes, to, from + bytes.length, length);
    else if (length >= NATIVE_COPY && from + length <= to) bytes.copyWithin(to, from, from + length);
    else for (let index = 0; index < length; index++) bytes[to + index] = bytes[from + index]!;
    output.length = to + length;
  }

  #damaged(position: number, message: string): FormatError {
    return new FormatError({ structure: this.#structure, offset: this.#origin + Math.min(position, this.#end), message });
  }
}

/** From the end of `bytes`, and then from their start. */
function copyAround(bytes: Uint8Array, to: number, from: number, length: number): void {
  const first = Math.min(length, bytes.length - from);
  if (first >= NATIVE_COPY) bytes.copyWithin(to, from, from + first);
  else for (let index = 0; index < first; index++) bytes[to + index] = bytes[from + index]!;
  for (let index = first; index < length; index++) bytes[to + index] = bytes[index - first]!;
}
