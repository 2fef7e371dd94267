import { crc32 } from 'node:zlib';
import { ByteView, LimitError } from '../bytes/index.ts';
import { BoundedOutput } from './bounded-output.ts';
import { inflateDeflate } from './deflate.ts';
import { checkGzipTrailer, decodeGzipHeader, GZIP_HEADER_LIMIT, GZIP_TRAILER_LENGTH, isGzipMember } from './gzip-member.ts';
import type { Inflated, InflateOptions } from './inflate-options.ts';

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
  const options = { origin: view.offset + data, limit: output.limit - output.length };
  const { output: bytes, consumed } = inflateDeflate(view.slice(data, view.length - data), { ...options, structure: view.structure });
  const end = data + consumed;
  checkGzipTrailer(view.view(end, GZIP_TRAILER_LENGTH, 'gzip trailer'), crc32(bytes), bytes.length);
  output.take(bytes, view.offset + start);
  return end + GZIP_TRAILER_LENGTH;
}
