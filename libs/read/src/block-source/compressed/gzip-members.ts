import { FormatError, LimitError } from '../../bytes/index.ts';
import { checkGzipTrailer, decodeGzipHeader, GZIP_HEADER_LIMIT, GZIP_TRAILER_LENGTH, isGzipMember } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { viewContainer } from './container-view.ts';

export const GZIP_MEMBER = 'gzip member';
/** 16 GiB in the members of 64 KiB that bgzip makes. */
const MEMBERS_LIMIT = 2 ** 18;
const PADDING_PIECE = 64 * 1024;
/** Nearly all headers are shorter. */
const SHORT_HEADER = 512;

/** Whether the member `number`, counted from 0, is at `position`. There is always a first one. */
export function hasGzipMember(file: BlockSource, position: number, number: number): boolean {
  if (number > 0 && !isGzipMember(viewContainer(file, GZIP_MEMBER, position, 2, true).bytes)) return false;
  if (number < MEMBERS_LIMIT) return true;
  throw new LimitError({ structure: GZIP_MEMBER, offset: file.origin + position, message: `more than ${MEMBERS_LIMIT} members` });
}

/** Where the deflate data of the member at `start` begins. */
export function findGzipData(file: BlockSource, start: number): number {
  const short = viewContainer(file, GZIP_MEMBER, start, SHORT_HEADER, true);
  try {
    return start + decodeGzipHeader(short);
  } catch (error) {
    if (short.length < SHORT_HEADER) throw error;
    return start + decodeGzipHeader(viewContainer(file, GZIP_MEMBER, start, GZIP_HEADER_LIMIT, true));
  }
}

/** Verifies the trailer of a member whose deflate data ends at `end`; returns where that ends. */
export function checkGzipEnd(file: BlockSource, end: number, checksum: number, length: number): number {
  checkGzipTrailer(viewContainer(file, 'gzip trailer', end, GZIP_TRAILER_LENGTH), checksum, length);
  return end + GZIP_TRAILER_LENGTH;
}

/** Zeros may follow the last member, as gzip allows; anything else is a FormatError. */
export function checkGzipPadding(file: BlockSource, start: number): void {
  for (let position = start; position < file.length; position += PADDING_PIECE) {
    const { bytes, offset } = viewContainer(file, GZIP_MEMBER, position, PADDING_PIECE, true);
    const at = bytes.findIndex((byte) => byte !== 0);
    if (at >= 0) throw new FormatError({ structure: GZIP_MEMBER, offset: offset + at, message: 'neither another member nor zeros follow the last one' });
  }
}
