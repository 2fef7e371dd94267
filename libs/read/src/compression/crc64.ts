/** ECMA-182, reflected, in two halves: JavaScript has no fast 64-bit integers. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
const SLICES = 4;
const { low: LOW, high: HIGH } = buildTables();

/** CRC-64 as .xz files have it. */
export function crc64(bytes: Uint8Array): bigint {
  let low = -1;
  let high = -1;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += SLICES) {
    const word = low ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
    const first = 0x300 | (word & 0xff);
    const second = 0x200 | ((word >>> 8) & 0xff);
    const third = 0x100 | ((word >>> 16) & 0xff);
    const fourth = word >>> 24;
    low = high ^ LOW[first]! ^ LOW[second]! ^ LOW[third]! ^ LOW[fourth]!;
    high = HIGH[first]! ^ HIGH[second]! ^ HIGH[third]! ^ HIGH[fourth]!;
  }
  for (; at < bytes.length; at++) {
    const index = (low ^ bytes[at]!) & 0xff;
    low = LOW[index]! ^ ((low >>> 8) | (high << 24));
    high = HIGH[index]! ^ (high >>> 8);
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}

/** Slicing-by-4: table n is table 0 advanced by n zero bytes. */
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
