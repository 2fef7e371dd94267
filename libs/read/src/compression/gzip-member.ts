import { crc32 } from 'node:zlib';
import { type ByteView, LimitError } from '../bytes/index.ts';

/** A member's header is read in one piece of this length at most. */
export const GZIP_HEADER_LIMIT = 256 * 1024;
/** CRC-32 and length (modulo 2^32) of what was compressed. */
export const GZIP_TRAILER_LENGTH = 8;

const MAGIC = 0x8b1f;
const DEFLATE = 8;
/** FLG (RFC 1952, 2.3.1). */
const HEADER_CRC = 0x02;
const EXTRA = 0x04;
const NAME = 0x08;
const COMMENT = 0x10;
const RESERVED = 0xe0;
const FIXED_LENGTH = 10;

/** Whether another gzip member starts with these bytes. */
export function isGzipMember(bytes: Uint8Array): boolean {
  return bytes[0] === (MAGIC & 0xff) && bytes[1] === MAGIC >>> 8;
}

/** Decodes the member header at the start of `view` and returns its length. */
export function decodeGzipHeader(view: ByteView): number {
  if (view.u16(0) !== MAGIC) throw view.error('ID1, ID2', 0, view.u16(0), MAGIC);
  if (view.u8(2) !== DEFLATE) throw view.error('CM', 2, view.u8(2), DEFLATE);
  const flags = view.u8(3);
  if ((flags & RESERVED) !== 0) throw view.error('FLG', 3, flags, 'no reserved bits');
  let at = FIXED_LENGTH;
  if (flags & EXTRA) at += 2 + view.u16(at);
  if (flags & NAME) at = skipText(view, at);
  if (flags & COMMENT) at = skipText(view, at);
  if ((flags & HEADER_CRC) === 0) return at;
  const checksum = crc32(view.slice(0, at)) & 0xffff;
  if (view.u16(at) !== checksum) throw view.error('CRC16', at, view.u16(at), checksum);
  return at + 2;
}

/** Compares the trailer at the start of `view` with what came out. */
export function checkGzipTrailer(view: ByteView, checksum: number, length: number): void {
  if (view.u32(0) !== checksum) throw view.error('CRC32', 0, view.u32(0), checksum);
  if (view.u32(4) !== length % 2 ** 32) throw view.error('ISIZE', 4, view.u32(4), length % 2 ** 32);
}

function skipText(view: ByteView, at: number): number {
  const end = view.bytes.indexOf(0, at);
  if (end >= 0) return end + 1;
  if (view.length >= GZIP_HEADER_LIMIT)
    throw new LimitError({ structure: view.structure, offset: view.offset + at, message: 'a name or comment without an end' });
  throw view.error('name or comment', at, undefined, 'a zero byte at its end');
}
