import { FormatError } from '../../bytes/index.ts';
import {
  decodeLz4FrameHeader,
  isSkippableMagic,
  LZ4_HEADER_LIMIT,
  LZ4_LEGACY_BLOCK,
  LZ4_LEGACY_BOUND,
  LZ4_LEGACY_MAGIC,
  LZ4_MAGIC,
  LZ4_STORED,
  type Lz4FrameHeader,
  xxh32,
} from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { viewContainer } from './container-view.ts';

const STRUCTURE = 'LZ4 frame';

/** What a legacy frame would say if it had a header. */
const LEGACY_HEADER: Lz4FrameHeader = {
  length: 4,
  independentBlocks: true,
  blockChecksums: false,
  contentChecksum: false,
  contentSize: undefined,
  blockMaxSize: LZ4_LEGACY_BLOCK,
};

/** What an LZ4 file is made of, in order. Positions are bytes in the file. */
export type Lz4Part =
  | { readonly kind: 'header'; readonly header: Lz4FrameHeader; readonly position: number }
  /** `data` is good until the next part is asked for. Its checksum, if it has one, is right. */
  | { readonly kind: 'block'; readonly header: Lz4FrameHeader; readonly position: number; readonly data: Uint8Array; readonly stored: boolean }
  /** `position` is that of the content checksum, undefined where the frame has none. */
  | { readonly kind: 'end'; readonly header: Lz4FrameHeader; readonly position: number; readonly contentChecksum: number | undefined };

/** Walks the frames of a file, block by block; anything but frames in it is a FormatError. */
export function* walkLz4Frames(file: BlockSource): Generator<Lz4Part, void, undefined> {
  for (let position = 0; position < file.length; ) {
    const magic = viewContainer(file, STRUCTURE, position, 4).u32(0);
    if (magic === LZ4_MAGIC) position = yield* walkFrame(file, position);
    else if (magic === LZ4_LEGACY_MAGIC) position = yield* walkLegacyFrame(file, position);
    else if (isSkippableMagic(magic)) position = skipFrame(file, position);
    else throw new FormatError({ structure: STRUCTURE, field: 'magic', offset: file.origin + position, found: magic, expected: LZ4_MAGIC });
  }
}

function skipFrame(file: BlockSource, position: number): number {
  const end = position + 8 + viewContainer(file, STRUCTURE, position, 8).u32(4);
  viewContainer(file, STRUCTURE, end - 1, 1);
  return end;
}

function* walkFrame(file: BlockSource, start: number): Generator<Lz4Part, number, undefined> {
  const header = decodeLz4FrameHeader(viewContainer(file, STRUCTURE, start, LZ4_HEADER_LIMIT, true));
  yield { kind: 'header', header, position: start };
  const checksumLength = header.blockChecksums ? 4 : 0;
  const buffer = new Uint8Array(header.blockMaxSize + checksumLength + 4);
  let position = start + header.length;
  let word = viewContainer(file, STRUCTURE, position, 4).u32(0);
  while (word !== 0) {
    const size = word % LZ4_STORED;
    if (size > header.blockMaxSize) throw badSize(file.origin + position, size, header.blockMaxSize);
    position += 4;
    const read = buffer.subarray(0, size + checksumLength + 4);
    readWhole(file, read, position);
    const data = read.subarray(0, size);
    if (header.blockChecksums) checkBlock(data, readWord(read, size), file.origin + position + size);
    yield { kind: 'block', header, position, data, stored: word >= LZ4_STORED };
    position += size + checksumLength;
    word = readWord(read, size + checksumLength);
  }
  position += 4;
  const contentChecksum = header.contentChecksum ? viewContainer(file, STRUCTURE, position, 4).u32(0) : undefined;
  yield { kind: 'end', header, position, contentChecksum };
  return position + (header.contentChecksum ? 4 : 0);
}

/** Blocks of `lz4 -l`: neither flags nor checksums nor an end; a frame ends with the file, or where the magic of another one stands. */
function* walkLegacyFrame(file: BlockSource, start: number): Generator<Lz4Part, number, undefined> {
  yield { kind: 'header', header: LEGACY_HEADER, position: start };
  const buffer = new Uint8Array(LZ4_LEGACY_BOUND);
  let position = start + LEGACY_HEADER.length;
  while (position < file.length) {
    const size = viewContainer(file, STRUCTURE, position, 4).u32(0);
    if (size === LZ4_LEGACY_MAGIC || size === LZ4_MAGIC || isSkippableMagic(size)) break;
    if (size === 0 || size > LZ4_LEGACY_BOUND) throw badSize(file.origin + position, size, LZ4_LEGACY_BOUND);
    position += 4;
    const data = buffer.subarray(0, size);
    readWhole(file, data, position);
    yield { kind: 'block', header: LEGACY_HEADER, position, data, stored: false };
    position += size;
  }
  yield { kind: 'end', header: LEGACY_HEADER, position, contentChecksum: undefined };
  return position;
}

function readWhole(file: BlockSource, target: Uint8Array, position: number): void {
  if (position + target.length > file.length) viewContainer(file, STRUCTURE, position, target.length);
  file.readInto(target, position);
}

function readWord(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Throws a FormatError when a block is not what its checksum, at `offset`, was made from. */
export function checkBlock(data: Uint8Array, checksum: number, offset: number): void {
  const expected = xxh32(data);
  if (checksum !== expected) throw new FormatError({ structure: STRUCTURE, field: 'block checksum', offset, found: checksum, expected });
}

function badSize(offset: number, found: number, limit: number): FormatError {
  return new FormatError({ structure: STRUCTURE, field: 'block size', offset, found, expected: `at most ${limit}` });
}
