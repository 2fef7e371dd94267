import { createZstdDecompress } from 'node:zlib';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { checkContentSize, inflatesZstdInPieces, inflateZstdFramePieces, walkZstdFrame, type ZstdFrame } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { readAhead } from './container-view.ts';
import { type Inflater, inflateStream, PIECE_LENGTH } from './inflate-stream.ts';
import type { PlacedFrame } from './zstd-index.ts';

const STRUCTURE = 'zstd frame';
const FRAMES_LIMIT = 2 ** 18;
/** Block headers lie near one another where a disk is empty. */
const READ_AHEAD = 4096;

/** Inflates all frames of a zstd file; content sizes and checksums are verified. Anything but frames in it is a FormatError. Returns them, with what they inflated to. */
export async function* inflateZstdPieces(file: BlockSource): AsyncGenerator<Uint8Array, readonly PlacedFrame[], undefined> {
  const read = readAhead(file, STRUCTURE, READ_AHEAD);
  const frames: PlacedFrame[] = [];
  let position = 0;
  while (position < file.length) {
    if (frames.length === FRAMES_LIMIT)
      throw new LimitError({ structure: STRUCTURE, offset: file.origin + position, message: `more than ${FRAMES_LIMIT} frames` });
    const frame = walkZstdFrame(read, position);
    const contentSize = frame.skippable ? 0 : yield* inflateFrame(file, position, frame);
    frames.push({ position, length: frame.length, contentSize, windowSize: frame.windowSize });
    position += frame.length;
  }
  return frames;
}

async function* inflateFrame(file: BlockSource, start: number, frame: ZstdFrame): AsyncGenerator<Uint8Array, number, undefined> {
  let length = 0;
  for await (const piece of framePieces(file, start, frame)) {
    length += piece.length;
    yield piece;
  }
  checkContentSize(length, frame.contentSize, file.origin + start);
  return length;
}

/** What streams of node:zlib hand over gathers until the garbage collector comes. */
function framePieces(file: BlockSource, start: number, frame: ZstdFrame): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (!inflatesZstdInPieces()) return streamPieces(file, start, frame);
  return inflateZstdFramePieces((target, at) => file.readInto(target, at), start, frame.length, file.origin);
}

async function* streamPieces(file: BlockSource, start: number, frame: ZstdFrame): AsyncGenerator<Uint8Array, void, undefined> {
  const inflater = createZstdDecompress({ chunkSize: PIECE_LENGTH }) as unknown as Inflater;
  yield* inflateStream(file, inflater, { structure: STRUCTURE, start, end: start + frame.length });
  if (inflater.bytesWritten === frame.length) return;
  throw new FormatError({ structure: STRUCTURE, offset: file.origin + start, field: 'length', found: inflater.bytesWritten, expected: frame.length });
}
