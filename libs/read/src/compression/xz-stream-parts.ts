import { crc32 } from 'node:zlib';
import { type ByteView, LimitError, UnsupportedError } from '../bytes/index.ts';
import { findXzCheck, type XzCheck } from './xz-check.ts';
import { decodeVli } from './xz-vli.ts';

export const XZ_HEADER_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] as const;
const FOOTER_MAGIC = 0x5a59;
/** Header: magic 0, flags 6, CRC32 8. Footer: CRC32 0, backward size 4, flags 8, magic 10. Both: */
export const XZ_HEADER_LENGTH = 12;

/** A header, two bytes of data, no check. */
const SMALLEST_BLOCK = 5;

/** What the index of a stream says of a block. */
export interface XzRecord {
  /** Without the padding after the data. */
  readonly unpaddedSize: number;
  readonly uncompressedSize: number;
}

/** Decodes the stream header at `start` (.xz file format 2.1.1): the check of its blocks. An UnsupportedError names one that is not known. */
export function decodeXzHeader(view: ByteView, start: number): XzCheck {
  XZ_HEADER_MAGIC.forEach((byte, index) => {
    if (view.u8(start + index) !== byte) throw view.error('header magic', start + index, view.u8(start + index), byte);
  });
  const check = decodeFlags(view, start + 6);
  checkXzCrc32(view, start + 6, 2, start + 8);
  return check;
}

function decodeFlags(view: ByteView, at: number): XzCheck {
  const [reserved, id] = [view.u8(at), view.u8(at + 1)];
  const check = reserved === 0 ? findXzCheck(id) : undefined;
  if (check !== undefined) return check;
  throw new UnsupportedError({ structure: view.structure, field: 'stream flags (check id)', offset: view.offset + at, found: reserved * 256 + id });
}

/** Checks the stream footer at the start of `view` (2.1.2) by itself, and returns the length of the index before it, in bytes. */
export function decodeXzFooter(view: ByteView): number {
  if (view.u16(10) !== FOOTER_MAGIC) throw view.error('footer magic', 10, view.u16(10), FOOTER_MAGIC);
  checkXzCrc32(view, 4, 6, 0);
  return (view.u32(4) + 1) * 4;
}

/** Checks the footer at the start of `view` against the stream's header flags and the length of its index. */
export function checkXzFooter(view: ByteView, streamFlags: Uint8Array, indexLength: number): void {
  const found = decodeXzFooter(view);
  if (found !== indexLength) throw view.error('backward size', 4, found, indexLength);
  streamFlags.forEach((byte, index) => {
    if (view.u8(8 + index) !== byte) throw view.error('stream flags', 8 + index, view.u8(8 + index), byte);
  });
}

/** Decodes the index that fills `view` (.xz file format 4). More than `limit` records are a LimitError. */
export function decodeXzIndex(view: ByteView, limit: number): readonly XzRecord[] {
  if (view.u8(0) !== 0) throw view.error('index indicator', 0, view.u8(0), 0);
  checkXzCrc32(view, 0, view.length - 4, view.length - 4);
  let at = 1;
  const take = (field: string) => {
    const { value, end } = decodeVli(view, at, field);
    at = end;
    return value;
  };
  const count = take('number of records');
  if (count > limit)
    throw new LimitError({ structure: view.structure, field: 'number of records', offset: view.offset + 1, found: count, expected: `at most ${limit}` });
  const records: XzRecord[] = [];
  for (let index = 0; index < count; index++) {
    const start = at;
    const record = { unpaddedSize: take('unpadded size'), uncompressedSize: take('uncompressed size') };
    if (record.unpaddedSize < SMALLEST_BLOCK) throw view.error('unpadded size', start, record.unpaddedSize, `at least ${SMALLEST_BLOCK}`);
    records.push(record);
  }
  const end = skipXzPadding(view, 0, at) + 4;
  if (end !== view.length) throw view.error('number of records', 1, count, `records up to byte ${view.offset + view.length - 4}`);
  return records;
}

/** The length of a block up to its check, and of an index up to its CRC32, is a multiple of four: what fills it up is zero. Returns where it ends. */
export function skipXzPadding(view: ByteView, start: number, end: number): number {
  let at = end;
  for (; (at - start) % 4 !== 0; at++) if (view.u8(at) !== 0) throw view.error('block padding', at, view.u8(at), 0);
  return at;
}

/** Throws a FormatError when the CRC32 at `at` is not that of `length` bytes from `start`. */
export function checkXzCrc32(view: ByteView, start: number, length: number, at: number): void {
  const expected = crc32(view.slice(start, length));
  if (view.u32(at) !== expected) throw view.error('CRC32', at, view.u32(at), expected);
}
