import { ByteView } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { inflateLzma2 } from './lzma2.ts';
import { decodeXzBlockHeader, type XzBlockHeader } from './xz-block-header.ts';
import type { XzCheck } from './xz-check.ts';
import { checkXzCrc32, checkXzFooter, decodeXzHeader, skipXzPadding, XZ_HEADER_LENGTH, XZ_HEADER_MAGIC, type XzRecord } from './xz-stream-parts.ts';
import { decodeVli } from './xz-vli.ts';

/** In place of a block header's size: here the index begins. */
const INDEX_INDICATOR = 0;

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
    if (!XZ_HEADER_MAGIC.every((byte, index) => input[start + index] === byte)) return { output: output.finish(), consumed };
  }
}

/** Padding comes in fours; what does not is left. */
function skipPadding(input: Uint8Array, at: number): number {
  let end = at;
  while (end < input.length && input[end] === 0) end++;
  return at + ((end - at) & ~3);
}

function inflateStream(view: ByteView, start: number, output: BoundedOutput): number {
  const check = decodeXzHeader(view, start);
  const records: XzRecord[] = [];
  let at = start + XZ_HEADER_LENGTH;
  while (view.u8(at) !== INDEX_INDICATOR) at = inflateBlock(view, at, check, output, records);
  const indexEnd = checkIndex(view.view(0, view.length, 'xz index'), at, records);
  checkXzFooter(view.view(indexEnd, XZ_HEADER_LENGTH, 'xz footer'), view.slice(start + 6, 2), indexEnd - at);
  return indexEnd + XZ_HEADER_LENGTH;
}

function inflateBlock(view: ByteView, at: number, check: XzCheck, output: BoundedOutput, records: XzRecord[]): number {
  const header = decodeXzBlockHeader(view, at);
  const data = at + header.length;
  const first = output.length;
  const declared = header.uncompressedSize ?? 0;
  if (declared > output.limit - first) throw output.tooLarge(view.offset + at);
  const end = inflateLzma2(view.bytes, data, view.offset, output, header.dictionarySize);
  const block = output.bytes.subarray(first, output.length);
  checkSizes(view, at, header, end - data, block.length);
  for (const start of header.filters) start()(block);
  const checkStart = skipXzPadding(view, at, end);
  const running = check.start();
  running.update(block);
  const expected = running.digest();
  const found = view.slice(checkStart, check.length);
  if (!expected.equals(found)) throw view.error(check.name, checkStart, Buffer.from(found).toString('hex'), expected.toString('hex'));
  records.push({ unpaddedSize: end - at + check.length, uncompressedSize: block.length });
  return checkStart + check.length;
}

function checkSizes(view: ByteView, at: number, header: XzBlockHeader, compressed: number, uncompressed: number): void {
  if ((header.compressedSize ?? compressed) !== compressed) throw view.error('compressed size', at, header.compressedSize, compressed);
  if ((header.uncompressedSize ?? uncompressed) !== uncompressed) throw view.error('uncompressed size', at, header.uncompressedSize, uncompressed);
}

/** Compares the index at `start` with the blocks; returns where it ends. */
function checkIndex(view: ByteView, start: number, records: readonly XzRecord[]): number {
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
  at = skipXzPadding(view, start, at);
  checkXzCrc32(view, start, at - start, at);
  return at + 4;
}
