import { crc32 } from 'node:zlib';

/** CRC-32 with the highest bit first, as bzip2 has it: the polynomial of zlib's, not reflected. */
const POLYNOMIAL = 0x04c11db7;
const SLICES = 4;
const TABLE = buildTable();
const ZERO_RUN = 64 * 1024;
const ZEROS = Buffer.alloc(ZERO_RUN);

/** The checksum of bytes that come in pieces. */
export class Bzip2Crc {
  #state = -1;

  update(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at += ZERO_RUN) {
      const piece = bytes.subarray(at, at + ZERO_RUN);
      // Zeros are the same in both orders of bits.
      if (piece.length === ZERO_RUN && ZEROS.equals(piece)) this.#state = reverseBits(~crc32(piece, ~reverseBits(this.#state) >>> 0));
      else this.#divide(piece);
    }
  }

  digest(): number {
    return ~this.#state >>> 0;
  }

  #divide(bytes: Uint8Array): void {
    let state = this.#state;
    let at = 0;
    for (const end = bytes.length - SLICES + 1; at < end; at += SLICES) {
      const word = state ^ ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
      state = TABLE[0x300 | (word >>> 24)]! ^ TABLE[0x200 | ((word >>> 16) & 0xff)]! ^ TABLE[0x100 | ((word >>> 8) & 0xff)]! ^ TABLE[word & 0xff]!;
    }
    for (; at < bytes.length; at++) state = (state << 8) ^ TABLE[(state >>> 24) ^ bytes[at]!]!;
    this.#state = state;
  }
}

function reverseBits(word: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 32; bit++) reversed |= ((word >>> bit) & 1) << (31 - bit);
  return reversed;
}

/** Slicing-by-4: table n is table 0 advanced by n zero bytes. */
function buildTable(): Int32Array {
  const table = new Int32Array(SLICES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let state = byte << 24;
    for (let bit = 0; bit < 8; bit++) state = (state << 1) ^ (state < 0 ? POLYNOMIAL : 0);
    table[byte] = state;
  }
  for (let index = 256; index < table.length; index++) {
    const previous = table[index - 256]!;
    table[index] = (previous << 8) ^ table[previous >>> 24]!;
  }
  return table;
}
