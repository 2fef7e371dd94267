import { type ByteView, LimitError, UnsupportedError } from '../bytes/index.ts';
import { isSkippableMagic } from './lz4-frame-header.ts';

export const ZSTD_MAGIC = 0xfd2fb528;
/** What the decoder of node:zlib takes: `zstd --ultra -22` and `--long` make no larger window. */
const WINDOW_LIMIT = 2 ** 27;
/** Magic, descriptor, window, dictionary id, content size. */
const HEADER_LIMIT = 4 + 1 + 1 + 4 + 8;
const BLOCK_LIMIT = 128 * 1024;
/** 64 GiB in the blocks that encoders make, and seconds to walk. */
const BLOCKS_LIMIT = 2 ** 23;
/** Block types. */
const RLE = 1;
const RESERVED = 3;
const DICTIONARY_ID_SIZES = [0, 1, 2, 4];
const CONTENT_SIZE_SIZES = [0, 2, 4, 8];

/** One frame of a file; positions and lengths are bytes of the compressed file. */
export interface ZstdFrame {
  readonly length: number;
  /** A frame of other people's data, which inflates to nothing. */
  readonly skippable: boolean;
  /** Undefined when the header does not tell. */
  readonly contentSize: number | undefined;
  /** Bytes of content that a decoder keeps to refer to; at most all of it. */
  readonly windowSize: number;
}

/** A view of `length` bytes at `position`, or of what is left when `orLess`; a FormatError where the input ends. */
export type ViewReader = (position: number, length: number, orLess?: boolean) => ByteView;

/** Whether a frame, skippable or not, starts with this magic number. */
export function isZstdFrame(magic: number): boolean {
  return magic === ZSTD_MAGIC || isSkippableMagic(magic);
}

/** Walks the frame at `start` by its block headers, without inflating (RFC 8878, 3.1). */
export function walkZstdFrame(read: ViewReader, start: number): ZstdFrame {
  const view = read(start, HEADER_LIMIT, true);
  const magic = view.u32(0);
  if (isSkippableMagic(magic)) {
    const size = view.u32(4);
    if (size > 0) read(start + 8 + size - 1, 1);
    return { length: 8 + size, skippable: true, contentSize: 0, windowSize: 0 };
  }
  if (magic !== ZSTD_MAGIC) throw view.error('magic', 0, magic, ZSTD_MAGIC);
  const { headerLength, contentSize, windowSize, checksum } = decodeHeader(view);
  const end = walkBlocks(read, start + headerLength) + (checksum ? 4 : 0);
  read(end - 1, 1);
  return { length: end - start, skippable: false, contentSize, windowSize };
}

/** What the header of the frame at `start` tells, without a look at its blocks. `offset` is its place in the image. */
export function readZstdHeader(read: ViewReader, start: number): Omit<ZstdFrame, 'length'> & { readonly offset: number } {
  const view = read(start, HEADER_LIMIT, true);
  const magic = view.u32(0);
  if (isSkippableMagic(magic)) return { skippable: true, contentSize: 0, windowSize: 0, offset: view.offset };
  if (magic !== ZSTD_MAGIC) throw view.error('magic', 0, magic, ZSTD_MAGIC);
  const { contentSize, windowSize } = decodeHeader(view);
  return { skippable: false, contentSize, windowSize, offset: view.offset };
}

interface FrameHeader extends Pick<ZstdFrame, 'contentSize' | 'windowSize'> {
  readonly headerLength: number;
  readonly checksum: boolean;
}

function decodeHeader(view: ByteView): FrameHeader {
  const descriptor = view.u8(4);
  if ((descriptor & 0x08) !== 0) throw view.error('frame header descriptor', 4, descriptor, 'no reserved bit');
  const singleSegment = (descriptor & 0x20) !== 0;
  let at = 5;
  const window = singleSegment ? Infinity : decodeWindowSize(view.u8(at++));
  if (!singleSegment) checkWindow(view, window, 5);
  const dictionarySize = DICTIONARY_ID_SIZES[descriptor & 3]!;
  const dictionary = littleEndian(view, at, dictionarySize);
  if (dictionary !== 0) throw new UnsupportedError({ structure: view.structure, field: 'dictionary id', offset: view.offset + at, found: dictionary });
  at += dictionarySize;
  const sizeCode = descriptor >>> 6;
  const sizeLength = sizeCode === 0 && singleSegment ? 1 : CONTENT_SIZE_SIZES[sizeCode]!;
  const contentSize = sizeLength === 0 ? undefined : decodeContentSize(view, at, sizeLength);
  if (singleSegment) checkWindow(view, contentSize ?? 0, at);
  const windowSize = Math.min(window, contentSize ?? window);
  return { headerLength: at + sizeLength, contentSize, windowSize, checksum: (descriptor & 0x04) !== 0 };
}

function decodeContentSize(view: ByteView, at: number, length: number): number {
  if (length === 8) return view.safeU64(at, 'frame content size');
  return littleEndian(view, at, length) + (length === 2 ? 256 : 0);
}

/** Exponent in the high five bits, eighths in the low three. */
function decodeWindowSize(byte: number): number {
  const base = 2 ** (10 + (byte >>> 3));
  return base + (base / 8) * (byte & 7);
}

function checkWindow(view: ByteView, size: number, at: number): void {
  if (size <= WINDOW_LIMIT) return;
  throw new UnsupportedError({ structure: view.structure, field: 'window size', offset: view.offset + at, found: size, expected: `at most ${WINDOW_LIMIT}` });
}

/** Returns where the last block ends. */
function walkBlocks(read: ViewReader, start: number): number {
  let at = start;
  for (let count = 0; ; count++) {
    if (count === BLOCKS_LIMIT) throw new LimitError({ structure: 'zstd frame', offset: read(at, 1).offset, message: `more than ${BLOCKS_LIMIT} blocks` });
    const view = read(at, 3);
    const header = littleEndian(view, 0, 3);
    const type = (header >>> 1) & 3;
    const size = header >>> 3;
    if (type === RESERVED) throw view.error('block type', 0, type);
    if (size > BLOCK_LIMIT) throw view.error('block size', 0, size, `at most ${BLOCK_LIMIT}`);
    at += 3 + (type === RLE ? 1 : size);
    if ((header & 1) === 1) return at;
  }
}

function littleEndian(view: ByteView, at: number, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + view.u8(at + index);
  return value;
}
