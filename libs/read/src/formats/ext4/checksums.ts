import { crc32c } from '../../bytes/index.ts';

const CRC16_POLYNOMIAL = 0xa001; // ANSI, reflected
const CRC16_TABLE = Uint16Array.from({ length: 256 }, (_, index) => crc16OfByte(index));
const FOUR_ZEROS = new Uint8Array(4);

/** The checksum of uninit_bg group descriptors (`crc16` of the Linux kernel). */
export function crc16(bytes: Uint8Array, seed: number): number {
  let crc = seed;
  for (const byte of bytes) crc = CRC16_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return crc;
}

/** crc32c of a little-endian u32. */
export function crc32cOfU32(value: number, seed: number): number {
  return crc32c(littleEndian(value), seed);
}

/** crc32c of a structure whose own checksum field, `holeLength` bytes at `hole`, counts as zeros. */
export function crc32cWithHole(bytes: Uint8Array, hole: number, holeLength: 2 | 4, seed: number): number {
  const before = crc32c(bytes.subarray(0, hole), seed);
  return crc32c(bytes.subarray(hole + holeLength), crc32c(FOUR_ZEROS.subarray(0, holeLength), before));
}

export function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function crc16OfByte(byte: number): number {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ CRC16_POLYNOMIAL : crc >>> 1;
  return crc;
}
