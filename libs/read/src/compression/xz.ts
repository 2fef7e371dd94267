import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { ByteView, UnsupportedError } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import { crc64 } from './crc64.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { inflateLzma2 } from './lzma2.ts';
import { decodeXzBlockHeader, type XzBlockHeader } from './xz-block-header.ts';
import { decodeVli } from './xz-vli.ts';

const HEADER_MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00] as const;
const FOOTER_MAGIC = 0x5a59;
/** Header: magic 0, flags 6, CRC32 8. Footer: CRC32 0, backward size 4, flags 8, magic 10. Both: */
const HEADER_LENGTH = 12;
/** In place of a block header's size: here the index begins. */
const INDEX_INDICATOR = 0;

/** The integrity check after each block, by its id (.xz file format 2.1.1.2), little-endian where it is a number. */
const CHECKS: ReadonlyMap<number, { readonly name: string; readonly length: number; readonly compute: (bytes: Uint8Array) => Buffer }> = new Map([
  [0x00, { name: 'none', length: 0, compute: () => Buffer.alloc(0) }],
  [0x01, { name: 'CRC32', length: 4, compute: crc32Bytes }],
  [0x04, { name: 'CRC64', length: 8, compute: crc64Bytes }],
  [0x0a, { name: 'SHA-256', length: 32, compute: (bytes: Uint8Array) => createHash('sha256').update(bytes).digest() }],
]);
type Check = NonNullable<ReturnType<typeof CHECKS.get>>;

/** What the index says, and the blocks bear out. */
interface BlockRecord {
  /** Without the padding after the data. */
  readonly unpaddedSize: number;
  readonly uncompressedSize: number;
}

/**
 * Inflates .xz streams one after another (.xz file format 1.1.0): LZMA2, delta and branch filters; checks, index and footer are verified.
 * Stops before whatever is no further stream; zero padding that ends the input or leads to another stream is consumed.
 */
export function inflateXz(input: Uint8Array, { origin, limit }: InflateOptions): Inflated {
  const view = new ByteView(input, 'xz stream', origin);
  const output = new BoundedOutput(view.structure, limit);
  let consumed = 0;
  for (let start = 0; ; ) {
    consumed = inflateStream(view, start, output);
    start = skipPadding(input, consumed);
    if (start === input.length) return { output: output.finish(), consumed: start };
    if (!HEADER_MAGIC.every((byte, index) => input[start + index] === byte)) return { output: output.finish(), consumed };
  }
}

/** Padding comes in fours; what does not is left. */
function skipPadding(input: Uint8Array, at: number): number {
  let end = at;
  while (end < input.length && input[end] === 0) end++;
  return at + ((end - at) & ~3);
}

function inflateStream(view: ByteView, start: number, output: BoundedOutput): number {
  HEADER_MAGIC.forEach((byte, index) => {
    if (view.u8(start + index) !== byte) throw view.error('header magic', start + index, view.u8(start + index), byte);
  });
  const check = decodeFlags(view, start + 6);
  checkCrc32(view, start + 6, 2, start + 8);
  const records: BlockRecord[] = [];
  let at = start + HEADER_LENGTH;
  while (view.u8(at) !== INDEX_INDICATOR) at = inflateBlock(view, at, check, output, records);
  const indexEnd = checkIndex(view.view(0, view.length, 'xz index'), at, records);
  checkFooter(view.view(indexEnd, HEADER_LENGTH, 'xz footer'), view.slice(start + 6, 2), indexEnd - at);
  return indexEnd + HEADER_LENGTH;
}

function decodeFlags(view: ByteView, at: number): Check {
  const [reserved, id] = [view.u8(at), view.u8(at + 1)];
  const check = reserved === 0 ? CHECKS.get(id) : undefined;
  if (check !== undefined) return check;
  throw new UnsupportedError({ structure: view.structure, field: 'stream flags (check id)', offset: view.offset + at, found: reserved * 256 + id });
}

function inflateBlock(view: ByteView, at: number, check: Check, output: BoundedOutput, records: BlockRecord[]): number {
  const header = decodeXzBlockHeader(view, at);
  const data = at + header.length;
  const first = output.length;
  const declared = header.uncompressedSize ?? 0;
  if (declared > output.limit - first) throw output.tooLarge(view.offset + at);
  const end = inflateLzma2(view.bytes, data, view.offset, output, header.dictionarySize);
  const block = output.bytes.subarray(first, output.length);
  checkSizes(view, at, header, end - data, block.length);
  for (const filter of header.filters) filter(block);
  const checkStart = skipBlockPadding(view, at, end);
  const expected = check.compute(block);
  const found = view.slice(checkStart, check.length);
  if (!expected.equals(found)) throw view.error(check.name, checkStart, Buffer.from(found).toString('hex'), expected.toString('hex'));
  records.push({ unpaddedSize: end - at + check.length, uncompressedSize: block.length });
  return checkStart + check.length;
}

function checkSizes(view: ByteView, at: number, header: XzBlockHeader, compressed: number, uncompressed: number): void {
  if ((header.compressedSize ?? compressed) !== compressed) throw view.error('compressed size', at, header.compressedSize, compressed);
  if ((header.uncompressedSize ?? uncompressed) !== uncompressed) throw view.error('uncompressed size', at, header.uncompressedSize, uncompressed);
}

/** The length of a block up to its check is a multiple of four. */
function skipBlockPadding(view: ByteView, start: number, end: number): number {
  let at = end;
  for (; (at - start) % 4 !== 0; at++) if (view.u8(at) !== 0) throw view.error('block padding', at, view.u8(at), 0);
  return at;
}

/** Compares the index at `start` with the blocks; returns where it ends. */
function checkIndex(view: ByteView, start: number, records: readonly BlockRecord[]): number {
  let at = start + 1;
  const expect = (field: string, expected: number) => {
    const { value, end } = decodeVli(view, at, field);
    if (value !== expected) throw view.error(field, at, value, expected);
    at = end;
  };
  expect('number of records', records.length);
  for (const record of records) {
    expect('unpadded size', record.unpaddedSize);
    expect('uncompressed size', record.uncompressedSize);
  }
  at = skipBlockPadding(view, start, at);
  checkCrc32(view, start, at - start, at);
  return at + 4;
}

function checkFooter(view: ByteView, streamFlags: Uint8Array, indexSize: number): void {
  checkCrc32(view, 4, 6, 0);
  if ((view.u32(4) + 1) * 4 !== indexSize) throw view.error('backward size', 4, (view.u32(4) + 1) * 4, indexSize);
  streamFlags.forEach((byte, index) => {
    if (view.u8(8 + index) !== byte) throw view.error('stream flags', 8 + index, view.u8(8 + index), byte);
  });
  if (view.u16(10) !== FOOTER_MAGIC) throw view.error('footer magic', 10, view.u16(10), FOOTER_MAGIC);
}

function checkCrc32(view: ByteView, start: number, length: number, at: number): void {
  const expected = crc32(view.slice(start, length));
  if (view.u32(at) !== expected) throw view.error('CRC32', at, view.u32(at), expected);
}

function crc32Bytes(bytes: Uint8Array): Buffer {
  const stored = Buffer.alloc(4);
  stored.writeUInt32LE(crc32(bytes));
  return stored;
}

function crc64Bytes(bytes: Uint8Array): Buffer {
  const stored = Buffer.alloc(8);
  stored.writeBigUInt64LE(crc64(bytes));
  return stored;
}
