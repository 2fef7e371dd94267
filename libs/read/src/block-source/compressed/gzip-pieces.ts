import { crc32, createInflateRaw } from 'node:zlib';
import type { BlockSource } from '../block-source.ts';
import { checkGzipEnd, checkGzipPadding, findGzipData, GZIP_MEMBER, hasGzipMember } from './gzip-members.ts';
import { type Inflater, inflateStream, PIECE_LENGTH } from './inflate-stream.ts';

/** Inflates all members of a gzip file; checksums and lengths are verified. Zeros may follow the last one, as gzip allows; anything else is a FormatError. */
export async function* inflateGzipPieces(file: BlockSource): AsyncGenerator<Uint8Array, undefined, undefined> {
  let position = 0;
  for (let count = 0; hasGzipMember(file, position, count); count++) position = yield* inflateMember(file, position);
  checkGzipPadding(file, position);
  return undefined;
}

async function* inflateMember(file: BlockSource, start: number): AsyncGenerator<Uint8Array, number, undefined> {
  const data = findGzipData(file, start);
  const inflater = createInflateRaw({ chunkSize: PIECE_LENGTH }) as unknown as Inflater;
  let checksum = 0;
  let length = 0;
  for await (const piece of inflateStream(file, inflater, { structure: GZIP_MEMBER, start: data, end: file.length })) {
    checksum = crc32(piece, checksum);
    length += piece.length;
    yield piece;
  }
  return checkGzipEnd(file, data + inflater.bytesWritten, checksum, length);
}
