import { zstdDecompressSync } from 'node:zlib';
import { ByteView, FormatError, LimitError } from '../bytes/index.ts';
import { BoundedOutput, FIRST_CAPACITY, inflatesTooFar } from './bounded-output.ts';
import { toInflateError } from './inflate-error.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';
import { isZstdFrame, type ViewReader, walkZstdFrame } from './zstd-frame.ts';

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
  const view = new ByteView(input, 'zstd frame', origin);
  const output = new BoundedOutput(view.structure, limit, 0);
  const read: ViewReader = (position, length, orLess) => view.view(position, orLess ? Math.min(length, view.length - position) : length);
  let at = 0;
  let count = 0;
  do {
    if (count++ === FRAMES_LIMIT) throw new LimitError({ structure: view.structure, offset: origin + at, message: `more than ${FRAMES_LIMIT} frames` });
    const frame = walkZstdFrame(read, at);
    if ((frame.contentSize ?? 0) > limit - output.length) throw output.tooLarge(origin + at);
    if (!frame.skippable) output.take(inflateFrame(view.slice(at, frame.length), origin + at, limit - output.length, frame.contentSize), origin + at);
    at += frame.length;
  } while (input.length - at >= 4 && isZstdFrame(view.u32(at)));
  return { output: output.finish(), consumed: at };
}

function inflateFrame(frame: Uint8Array, offset: number, limit: number, contentSize: number | undefined): Uint8Array {
  let output: Uint8Array;
  try {
    output = zstdDecompressSync(frame, {
      maxOutputLength: Math.max(limit, 1),
      chunkSize: Math.max(PIECE, Math.min(contentSize ?? limit, FIRST_CAPACITY) + SPARE),
    });
  } catch (error) {
    throw toInflateError(error, 'zstd frame', offset, limit);
  }
  if (output.length > limit) throw inflatesTooFar('zstd frame', offset, limit);
  if ((contentSize ?? output.length) === output.length) return output;
  throw new FormatError({ structure: 'zstd frame', field: 'frame content size', offset, found: output.length, expected: contentSize ?? limit });
}
