import { crc32, inflateRawSync } from 'node:zlib';
import { ByteView, LimitError } from '../bytes/index.ts';
import { BoundedOutput, FIRST_CAPACITY } from './bounded-output.ts';
import { checkGzipTrailer, decodeGzipHeader, GZIP_HEADER_LIMIT, GZIP_TRAILER_LENGTH, isGzipMember } from './gzip-member.ts';
import { toInflateError } from './inflate-error.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';

/** A buffer that is filled to its end makes zlib allocate the next one. */
const SPARE = 64;
/** 4 GiB in the members of 64 KiB that bgzip makes; each costs a decoder of its own. */
const MEMBERS_LIMIT = 2 ** 16;

/** Inflates gzip members one after another (RFC 1952); checksums and lengths are verified. Stops before whatever is no further member. */
export function inflateGzip(input: Uint8Array, { origin, limit }: InflateOptions): Inflated {
  const view = new ByteView(input, 'gzip member', origin);
  const output = new BoundedOutput(view.structure, limit, 0);
  let at = 0;
  let count = 0;
  do {
    if (count++ === MEMBERS_LIMIT) throw new LimitError({ structure: view.structure, offset: origin + at, message: `more than ${MEMBERS_LIMIT} members` });
    at = inflateMember(view, at, output);
  } while (isGzipMember(input.subarray(at)));
  return { output: output.finish(), consumed: at };
}

function inflateMember(view: ByteView, start: number, output: BoundedOutput): number {
  const data = start + decodeGzipHeader(view.view(start, Math.min(view.length - start, GZIP_HEADER_LIMIT)));
  const { bytes, consumed } = inflateRaw(view.slice(data, view.length - data), view.offset + data, output.limit - output.length);
  const end = data + consumed;
  checkGzipTrailer(view.view(end, GZIP_TRAILER_LENGTH, 'gzip trailer'), crc32(bytes), bytes.length);
  output.take(bytes, view.offset + start);
  return end + GZIP_TRAILER_LENGTH;
}

function inflateRaw(stored: Uint8Array, offset: number, limit: number): { bytes: Uint8Array; consumed: number } {
  try {
    const { buffer, engine } = inflateRawSync(stored, {
      maxOutputLength: Math.max(limit, 1),
      chunkSize: Math.min(limit, FIRST_CAPACITY) + SPARE,
      info: true,
    } as never) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return { bytes: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    throw toInflateError(error, 'gzip member', offset, limit);
  }
}
