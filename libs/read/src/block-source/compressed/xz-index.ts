import { FormatError, LimitError } from '../../bytes/index.ts';
import {
  checkXzFooter,
  decodeXzFooter,
  decodeXzHeader,
  decodeXzIndex,
  findXzCheck,
  readXzWindowSize,
  XZ_HEADER_LENGTH,
  type XzBlock,
  type XzRecord,
} from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT, readForward, viewContainer } from './container-view.ts';

/** 64 GiB in blocks of 256 KiB. */
const BLOCKS_LIMIT = 2 ** 18;
const STREAMS_LIMIT = 2 ** 16;
/** Indicator, count, two integers of up to nine bytes for each block, padding, CRC32. */
const INDEX_LIMIT = 1 + 9 + 18 * BLOCKS_LIMIT + 3 + 4;
const PADDING_PIECE = 64 * 1024;
const READ_AHEAD = 4096;

/** Where each block of an .xz file lies and what it inflates to. In shared memory: to post it to a worker costs nothing. */
export interface XzIndex {
  /** Of the inflated disk. */
  readonly length: number;
  /** The largest length of an inflated block. */
  readonly blockMaxSize: number;
  /** By the header of the first block: encoders write the same in all. */
  readonly windowSize: number;
  /** Where each block begins in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** Where each block begins in the file. */
  readonly positions: Float64Array;
  readonly unpaddedSizes: Float64Array;
  readonly checks: Uint8Array;
  /** 1 for each block that some thread inflated to its end, and whose check is right. */
  readonly verified: Uint8Array;
}

/**
 * Reads the indexes of an .xz file from its end to its beginning, across streams and the padding between them (.xz file format 2). Headers, footers
 * and indexes are verified against one another; of the blocks only the first one's header is looked at. Anything else in the file is a FormatError.
 */
export function indexXzBlocks(file: BlockSource): XzIndex {
  const streams: XzBlock[][] = [];
  let count = 0;
  for (let before = file.length; before > 0 || streams.length === 0; ) {
    const end = skipPadding(file, before);
    if (streams.length === STREAMS_LIMIT) throw tooLarge(file.origin + end, `more than ${STREAMS_LIMIT} streams`);
    const { start, blocks } = indexStream(file, end, BLOCKS_LIMIT - count);
    streams.push(blocks);
    count += blocks.length;
    before = start;
  }
  return buildIndex(file, streams.reverse().flat());
}

/** The block `number`, counted from 0. */
export function xzBlock(index: XzIndex, number: number): XzBlock {
  return {
    position: index.positions[number]!,
    unpaddedSize: index.unpaddedSizes[number]!,
    uncompressedSize: index.starts[number + 1]! - index.starts[number]!,
    check: findXzCheck(index.checks[number]!)!,
  };
}

/** Where the zeros that end at `end` begin; they come in fours. */
function skipPadding(file: BlockSource, end: number): number {
  if (end % 4 !== 0) throw new FormatError({ structure: 'xz stream', offset: file.origin + end, message: 'the file does not end at a multiple of four bytes' });
  for (let before = end; before > 0; ) {
    const length = Math.min(before, PADDING_PIECE);
    const { bytes } = viewContainer(file, 'xz stream padding', before - length, length);
    const last = bytes.findLastIndex((byte) => byte !== 0);
    if (last >= 0) return Math.ceil((before - length + last + 1) / 4) * 4;
    before -= length;
  }
  throw new FormatError({ structure: 'xz stream', offset: file.origin, message: 'zeros before the first stream' });
}

function indexStream(file: BlockSource, end: number, limit: number): { start: number; blocks: XzBlock[] } {
  const footerStart = end - XZ_HEADER_LENGTH;
  const footer = viewContainer(file, 'xz footer', footerStart, XZ_HEADER_LENGTH);
  const indexLength = decodeXzFooter(footer);
  if (indexLength > INDEX_LIMIT) throw tooLarge(footer.offset + 4, `an index of ${indexLength} bytes`);
  const index = viewContainer(file, 'xz index', footerStart - indexLength, indexLength);
  const records = decodeXzIndex(index, limit);
  const length = records.reduce((sum, { unpaddedSize }) => sum + padded(unpaddedSize), 0);
  const start = footerStart - indexLength - length - XZ_HEADER_LENGTH;
  if (start < 0) throw index.error('unpadded size', 1, length, `blocks that lie within the ${footerStart - indexLength} bytes before the index`);
  const header = viewContainer(file, 'xz stream', start, XZ_HEADER_LENGTH);
  const check = decodeXzHeader(header, 0);
  checkXzFooter(footer, header.slice(6, 2), indexLength);
  return { start, blocks: placeBlocks(records, start + XZ_HEADER_LENGTH, check) };
}

function placeBlocks(records: readonly XzRecord[], start: number, check: XzBlock['check']): XzBlock[] {
  let position = start;
  return records.map((record) => {
    const block = { ...record, position, check };
    position += padded(record.unpaddedSize);
    return block;
  });
}

function padded(size: number): number {
  return Math.ceil(size / 4) * 4;
}

function buildIndex(file: BlockSource, blocks: readonly XzBlock[]): XzIndex {
  const starts = new Float64Array(new SharedArrayBuffer((blocks.length + 1) * 8));
  blocks.forEach(({ uncompressedSize }, number) => {
    starts[number + 1] = starts[number]! + uncompressedSize;
  });
  const length = starts[blocks.length]!;
  if (length > INFLATED_LIMIT) throw tooLarge(file.origin, `a disk of more than ${INFLATED_LIMIT} bytes`);
  const index = {
    length,
    blockMaxSize: blocks.reduce((largest, { uncompressedSize }) => Math.max(largest, uncompressedSize), 0),
    windowSize: blocks.length === 0 ? 0 : readXzWindowSize(readForward(file, 'xz block', READ_AHEAD), blocks[0]!),
    starts,
    positions: new Float64Array(new SharedArrayBuffer(blocks.length * 8)),
    unpaddedSizes: new Float64Array(new SharedArrayBuffer(blocks.length * 8)),
    checks: new Uint8Array(new SharedArrayBuffer(blocks.length)),
    verified: new Uint8Array(new SharedArrayBuffer(blocks.length)),
  };
  blocks.forEach(({ position, unpaddedSize, check }, number) => {
    index.positions[number] = position;
    index.unpaddedSizes[number] = unpaddedSize;
    index.checks[number] = check.id;
  });
  return index;
}

function tooLarge(offset: number, message: string): LimitError {
  return new LimitError({ structure: 'xz stream', offset, message });
}
