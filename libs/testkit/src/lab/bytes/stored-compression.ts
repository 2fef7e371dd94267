import { crc32 } from 'node:zlib';

const DEFLATE_STORED_MAX = 65_535;
const ZSTD_BLOCK_MAX = 128 * 1024;

/** A gzip member of stored blocks. zlib's own output differs between processors; this does not. */
export function gzipStored(bytes: Uint8Array): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length >>> 0, 4);
  return Buffer.concat([header, ...pieces(bytes, DEFLATE_STORED_MAX).map(deflateBlock), trailer]);
}

/** A zstd frame of raw blocks: single segment, 8-byte content size, no checksum (RFC 8878). */
export function zstdStored(bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32LE(0xfd2fb528, 0);
  header[4] = 0xe0;
  header.writeBigUInt64LE(BigInt(bytes.length), 5);
  return Buffer.concat([header, ...pieces(bytes, ZSTD_BLOCK_MAX).map(zstdBlock)]);
}

function deflateBlock(piece: Uint8Array, index: number, all: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(5);
  header[0] = index === all.length - 1 ? 1 : 0;
  header.writeUInt16LE(piece.length, 1);
  header.writeUInt16LE(piece.length ^ 0xffff, 3);
  return Buffer.concat([header, piece]);
}

function zstdBlock(piece: Uint8Array, index: number, all: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(3);
  header.writeUIntLE((piece.length << 3) | (index === all.length - 1 ? 1 : 0), 0, 3);
  return Buffer.concat([header, piece]);
}

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / size));
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
}
