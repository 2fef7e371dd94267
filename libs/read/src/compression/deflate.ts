import { inflateRawSync, inflateSync } from 'node:zlib';
import { FIRST_CAPACITY } from './bounded-output.ts';
import { toInflateError } from './inflate-error.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';

/** A buffer that is filled to its end makes zlib allocate the next one. */
const SPARE = 64;
/** Bytes that come of one at most: a match of 258 bytes takes two bits. */
const HIGHEST_RATIO = 1032;

/** Inflates one raw deflate stream (RFC 1951). */
export function inflateDeflate(input: Uint8Array, options: InflateOptions): Inflated {
  return inflateBy(inflateRawSync, input, { structure: 'deflate stream', ...options });
}

/** Inflates one zlib stream (RFC 1950), its checksum verified. */
export function inflateZlib(input: Uint8Array, options: InflateOptions): Inflated {
  return inflateBy(inflateSync, input, { structure: 'zlib stream', ...options });
}

function inflateBy(inflate: typeof inflateSync, input: Uint8Array, { origin, limit, structure }: Required<InflateOptions>): Inflated {
  try {
    const { buffer, engine } = inflate(input, {
      maxOutputLength: Math.max(limit, 1),
      chunkSize: Math.min(limit, FIRST_CAPACITY, input.length * HIGHEST_RATIO) + SPARE,
      info: true,
    } as never) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { output: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    throw toInflateError(error, structure, origin, limit);
  }
}
