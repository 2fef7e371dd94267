import { zstdDecompressSync } from 'node:zlib';
import { ByteView, FormatError, LimitError } from '../bytes/index.ts';
import { BoundedOutput, FIRST_CAPACITY, inflatesTooFar } from './bounded-output.ts';
import { toInflateError } from './inflate-error.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { isZstdFrame, type ViewReader, walkZstdFrame, type ZstdFrame } from './zstd-frame.ts';

const STRUCTURE = 'zstd frame';
const PIECE = 256 * 1024;
/** A buffer that is filled to its end makes zlib allocate the next one. */
const SPARE = 64;
/** Each costs a decoder of its own. */
const FRAMES_LIMIT = 2 ** 16;

/**
 * Inflates zstd frames one after another (RFC 8878), skippable ones left out; content sizes and checksums are verified.
 * Stops before whatever is no further frame. An UnsupportedError names a dictionary or a window beyond 128 MiB.
 */
export function inflateZstd(input: Uint8Array, { origin, limit }: InflateOptions): Inflated {
  const view = new ByteView(input, STRUCTURE, origin);
  const output = new BoundedOutput(STRUCTURE, limit, 0);
  const consumed = eachZstdFrame(view, ({ skippable, length, contentSize }, at) => {
    const offset = origin + at;
    if ((contentSize ?? 0) > limit - output.length) throw output.tooLarge(offset);
    if (!skippable) output.take(inflateFrame(view.slice(at, length), offset, limit - output.length, contentSize), offset);
  });
  return { output: output.finish(), consumed };
}

/** Calls `visit` with each frame and where it begins in the view; returns where the last one ends. */
export function eachZstdFrame(view: ByteView, visit: (frame: ZstdFrame, at: number) => void): number {
  const read: ViewReader = (position, length, orLess) => view.view(position, orLess ? Math.min(length, view.length - position) : length);
  let at = 0;
  let count = 0;
  do {
    if (count++ === FRAMES_LIMIT) throw new LimitError({ structure: STRUCTURE, offset: view.offset + at, message: `more than ${FRAMES_LIMIT} frames` });
    const frame = walkZstdFrame(read, at);
    visit(frame, at);
    at += frame.length;
  } while (view.length - at >= 4 && isZstdFrame(view.u32(at)));
  return at;
}

function inflateFrame(frame: Uint8Array, offset: number, limit: number, contentSize: number | undefined): Uint8Array {
  let output: Uint8Array;
  try {
    output = zstdDecompressSync(frame, {
      maxOutputLength: Math.max(limit, 1),
      chunkSize: Math.max(PIECE, Math.min(contentSize ?? limit, FIRST_CAPACITY) + SPARE),
    });
  } catch (error) {
    throw toInflateError(error, STRUCTURE, offset, limit);
  }
  if (output.length > limit) throw inflatesTooFar(STRUCTURE, offset, limit);
  checkContentSize(output.length, contentSize, offset);
  return output;
}

/** Of a frame at `offset`, whose header may tell. */
export function checkContentSize(found: number, expected: number | undefined, offset: number): void {
  if (expected === undefined || expected === found) return;
  throw new FormatError({ structure: STRUCTURE, field: 'frame content size', offset, found, expected });
}
