import { crc32, createInflateRaw } from 'node:zlib';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { checkGzipTrailer, decodeGzipHeader, GZIP_HEADER_LIMIT, GZIP_TRAILER_LENGTH, isGzipMember } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { viewContainer } from './container-view.ts';
import { type Inflater, inflateStream, PIECE_LENGTH } from './inflate-stream.ts';

const STRUCTURE = 'gzip member';
/** 16 GiB in the members of 64 KiB that bgzip makes. */
const MEMBERS_LIMIT = 2 ** 18;

/** Inflates all members of a gzip file; checksums and lengths are verified. Zeros may follow the last one, as gzip allows; anything else is a FormatError. */
export async function* inflateGzipPieces(file: BlockSource): AsyncGenerator<Uint8Array, void, undefined> {
  let position = 0;
  for (let count = 0; count === 0 || isGzipMember(viewContainer(file, STRUCTURE, position, 2, true).bytes); count++) {
    if (count === MEMBERS_LIMIT) throw new LimitError({ structure: STRUCTURE, offset: file.origin + position, message: `more than ${MEMBERS_LIMIT} members` });
    position = yield* inflateMember(file, position);
  }
  checkPadding(file, position);
}

async function* inflateMember(file: BlockSource, start: number): AsyncGenerator<Uint8Array, number, undefined> {
  const data = start + decodeGzipHeader(viewContainer(file, STRUCTURE, start, GZIP_HEADER_LIMIT, true));
  const inflater = createInflateRaw({ chunkSize: PIECE_LENGTH }) as unknown as Inflater;
  let checksum = 0;
  let length = 0;
  for await (const piece of inflateStream(file, inflater, { structure: STRUCTURE, start: data, end: file.length })) {
    checksum = crc32(piece, checksum);
    length += piece.length;
    yield piece;
  }
  const end = data + inflater.bytesWritten;
  checkGzipTrailer(viewContainer(file, 'gzip trailer', end, GZIP_TRAILER_LENGTH), checksum, length);
  return end + GZIP_TRAILER_LENGTH;
}

function checkPadding(file: BlockSource, start: number): void {
  for (let position = start; position < file.length; position += PIECE_LENGTH) {
    const { bytes, offset } = viewContainer(file, STRUCTURE, position, PIECE_LENGTH, true);
    const at = bytes.findIndex((byte) => byte !== 0);
    if (at >= 0) throw new FormatError({ structure: STRUCTURE, offset: offset + at, message: 'neither another member nor zeros follow the last one' });
  }
}
