/** ECMA-182, reflected, in two halves: JavaScript has no fast 64-bit integers. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
const SLICES = 8;
const { low: LOW, high: HIGH } = buildTables();

/** Disks are mostly zeros, which have a way of their own: this many at once. */
const ZERO_RUN = 64 * 1024;
const ZEROS = Buffer.alloc(ZERO_RUN);
const BITS = 64;

/** CRC-64 as .xz files have it. */
export function crc64(bytes: Uint8Array): bigint {
  return new Crc64().update(bytes).digest();
}

/** The same of bytes that come in pieces. */
export class Crc64 {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): this {
    for (let at = 0; at < bytes.length; at += ZERO_RUN) {
      const piece = bytes.subarray(at, at + ZERO_RUN);
      if (piece.length === ZERO_RUN && ZEROS.equals(piece)) this.#skipZeros();
      else this.#divide(piece);
    }
    return this;
  }

  digest(): bigint {
    return (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0);
  }

  #divide(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    for (const end = bytes.length - SLICES + 1; at < end; at += SLICES) {
      const first = low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
      const second = high ^ (bytes[at + 4]! | (bytes[at + 5]! << 8) | (bytes[at + 6]! << 16) | (bytes[at + 7]! << 24));
      const [a, b, c, d] = [0x700 | (first & 0xff), 0x600 | ((first >>> 8) & 0xff), 0x500 | ((first >>> 16) & 0xff), 0x400 | (first >>> 24)];
      const [e, f, g, h] = [0x300 | (second & 0xff), 0x200 | ((second >>> 8) & 0xff), 0x100 | ((second >>> 16) & 0xff), second >>> 24];
      low = LOW[a]! ^ LOW[b]! ^ LOW[c]! ^ LOW[d]! ^ LOW[e]! ^ LOW[f]! ^ LOW[g]! ^ LOW[h]!;
      high = HIGH[a]! ^ HIGH[b]! ^ HIGH[c]! ^ HIGH[d]! ^ HIGH[e]! ^ HIGH[f]! ^ HIGH[g]! ^ HIGH[h]!;
    }
    for (; at < bytes.length; at++) {
      const index = (low ^ bytes[at]!) & 0xff;
      low = LOW[index]! ^ ((low >>> 8) | (high << 24));
      high = HIGH[index]! ^ (high >>> 8);
    }
    this.#low = low;
    this.#high = high;
  }

  #skipZeros(): void {
    zeroRun ??= buildZeroRun();
    [this.#low, this.#high] = multiply(zeroRun, this.#low, this.#high);
  }
}

/** What a run of zeros makes of each single bit of the remainder: low and high half in turn, as the division is linear. */
let zeroRun: Int32Array | undefined;

function buildZeroRun(): Int32Array {
  let images: Int32Array = new Int32Array(BITS * 2);
  for (let bit = 0; bit < BITS; bit++) images.set(skipZeroByte(bit < 32 ? 1 << bit : 0, bit < 32 ? 0 : 1 << (bit - 32)), bit * 2);
  for (let length = 1; length < ZERO_RUN; length *= 2) {
    const twice = new Int32Array(BITS * 2);
    for (let at = 0; at < twice.length; at += 2) twice.set(multiply(images, images[at]!, images[at + 1]!), at);
    images = twice;
  }
  return images;
}

function skipZeroByte(low: number, high: number): [number, number] {
  const byte = low & 0xff;
  return [LOW[byte]! ^ ((low >>> 8) | (high << 24)), HIGH[byte]! ^ (high >>> 8)];
}

function multiply(images: Int32Array, low: number, high: number): [number, number] {
  let [productLow, productHigh] = [0, 0];
  for (let bit = 0; bit < BITS; bit++) {
    if ((((bit < 32 ? low : high) >>> (bit & 31)) & 1) === 0) continue;
    productLow ^= images[bit * 2]!;
    productHigh ^= images[bit * 2 + 1]!;
  }
  return [productLow, productHigh];
}

/** Slicing-by-8: table n is table 0 advanced by n zero bytes. */
function buildTables(): { low: Int32Array; high: Int32Array } {
  const low = new Int32Array(SLICES * 256);
  const high = new Int32Array(SLICES * 256);
  for (let index = 0; index < 256; index++) [low[index], high[index]] = divideByte(index);
  for (let index = 256; index < low.length; index++) {
    const previous = index - 256;
    const byte = low[previous]! & 0xff;
    low[index] = low[byte]! ^ ((low[previous]! >>> 8) | (high[previous]! << 24));
    high[index] = high[byte]! ^ (high[previous]! >>> 8);
  }
  return { low, high };
}

function divideByte(byte: number): [number, number] {
  let low = byte;
  let high = 0;
  for (let bit = 0; bit < 8; bit++) {
    const carry = low & 1;
    low = (low >>> 1) | (high << 31);
    high >>>= 1;
    if (carry === 1) {
      low ^= POLYNOMIAL_LOW;
      high ^= POLYNOMIAL_HIGH;
    }
  }
  return [low, high];
}
