import { constants } from 'node:zlib';
import { ReadError } from '../../bytes/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { FileInflater, type RestartPoint } from './file-inflater.ts';
import { GZIP_MEMBER } from './gzip-members.ts';

/** More is not compared. */
const COMPARED_LENGTH = 32 * 1024;
const SLICE_LENGTH = 16 * 1024;
/** BFINAL, BTYPE 00: a stored block (RFC 1951, 3.2.4), whose content begins at the next byte. */
const BLOCK_HEADER_BITS = 3;
const BLOCK_TYPE = 0b110;

/**
 * Where a block of deflate data begins of which it is known that its first bit is one of the last seven of the byte before `position`, or the first at `position`; that `window` came out
 * before it; and `next` behind. It is the only place from where the same comes out; undefined where there are several, as there may be when `next` is short.
 */
export function findBitOffset(file: BlockSource, position: number, window: Uint8Array, next: Uint8Array): RestartPoint | undefined {
  if (next.length === 0) return undefined;
  const expected = next.subarray(0, COMPARED_LENGTH);
  const found = candidates(position, window).filter((point) => givesSame(file, point, expected));
  const isClear = found.length === 1 || new Set(found.map((point) => storedBlock(file, point))).size === 1;
  return isClear ? found.at(-1) : undefined;
}

function candidates(position: number, window: Uint8Array): readonly RestartPoint[] {
  const before = [1, 2, 3, 4, 5, 6, 7].map((bit) => ({ position: position - 1, bit, window }));
  return [...before, { position, bit: 0, window }];
}

function givesSame(file: BlockSource, point: RestartPoint, expected: Uint8Array): boolean {
  const inflater = new FileInflater(file, GZIP_MEMBER, SLICE_LENGTH);
  try {
    inflater.start(point);
    return Buffer.from(inflate(inflater, expected.length)).equals(expected);
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  } finally {
    inflater.close();
  }
}

function inflate(inflater: FileInflater, length: number): Uint8Array {
  const target = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const step = inflater.step(constants.Z_SYNC_FLUSH, target.subarray(done));
    if (step.at === 'end') break;
    done += step.length;
  }
  return target.subarray(0, done);
}

/** Names what is read from a point on when a stored block begins there: from points with one name everything is the same, whatever the bits between header and content. */
function storedBlock(file: BlockSource, { position, bit }: RestartPoint): string {
  const [first = 0, second = 0] = readBytes(file, position, Math.min(2, file.length - position));
  const header = ((first | (second << 8)) >>> bit) & 0b111;
  const content = position + Math.ceil((bit + BLOCK_HEADER_BITS) / 8);
  return (header & BLOCK_TYPE) === 0 ? `${header} ${content}` : `${position} ${bit}`;
}
