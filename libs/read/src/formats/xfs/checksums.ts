import { type ByteView, crc32c } from '../../bytes/index.ts';

const FOUR_ZEROS = new Uint8Array(4);

/** CRC-32C with a final inversion over the whole structure, its own field taken as zeros (xfs_cksum.h). */
export function checksumOf(bytes: Uint8Array, fieldAt: number): number {
  const before = crc32c(FOUR_ZEROS, crc32c(bytes.subarray(0, fieldAt)));
  return ~crc32c(bytes.subarray(fieldAt + 4), before) >>> 0;
}

/** Of all fields only checksums are little-endian. */
export function verifyChecksum(view: ByteView, field: string, fieldAt: number): void {
  const stored = swapBytes(view.u32(fieldAt));
  const computed = checksumOf(view.bytes, fieldAt);
  if (stored !== computed) throw view.error(field, fieldAt, hex(stored), hex(computed));
}

export function hex(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

function swapBytes(value: number): number {
  return ((value << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
}
