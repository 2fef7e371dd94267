import { constants } from 'node:zlib';
import { ReadError } from '../../bytes/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { FileInflater, type RestartPoint } from './file-inflater.ts';
import { GZIP_MEMBER } from './gzip-members.ts';

/** BFINAL, BTYPE 00: a stored block (RFC 1951, 3.2.4), whose content begins at the next byte. */
const BLOCK_HEADER_BITS = 3;
const BLOCK_TYPE = 0b110;

/** Finds where blocks of deflate data begin, of which an inflater tells only the byte. */
export class BitOffsetFinder {
  readonly #file: BlockSource;
  readonly #inflater: FileInflater;
  #target = Buffer.alloc(0);

  constructor(file: BlockSource) {
    this.#file = file;
    this.#inflater = new FileInflater(file, GZIP_MEMBER);
  }

  /**
   * The beginning of a block: one of the last seven bits of the byte before `position`, or the first at `position`. `window` came out before it, `next` behind. It is the only place from where
   * the same comes out; undefined where there are several, as there may be when `next` is short.
   */
  find(position: number, window: Uint8Array, next: Uint8Array): RestartPoint | undefined {
    if (next.length === 0) return undefined;
    if (this.#target.length < next.length) this.#target = Buffer.alloc(next.length);
    const found = candidates(position, window).filter((point) => this.#givesSame(point, next));
    const isClear = found.length === 1 || new Set(found.map((point) => storedBlock(this.#file, point))).size === 1;
    return isClear ? found.at(-1) : undefined;
  }

  close(): void {
    this.#inflater.close();
  }

  #givesSame(point: RestartPoint, expected: Uint8Array): boolean {
    try {
      this.#inflater.start(point);
      return this.#inflate(expected.length).equals(expected);
    } catch (error) {
      if (error instanceof ReadError) return false;
      throw error;
    }
  }

  #inflate(length: number): Buffer {
    let done = 0;
    while (done < length) {
      const step = this.#inflater.step(constants.Z_SYNC_FLUSH, this.#target.subarray(done, length));
      if (step.at === 'end') break;
      done += step.length;
    }
    return this.#target.subarray(0, done);
  }
}

function candidates(position: number, window: Uint8Array): readonly RestartPoint[] {
  const before = [1, 2, 3, 4, 5, 6, 7].map((bit) => ({ position: position - 1, bit, window }));
  return [...before, { position, bit: 0, window }];
}

/** Names what is read from a point on when a stored block begins there: from points with one name everything is the same, whatever the bits between header and content. */
function storedBlock(file: BlockSource, { position, bit }: RestartPoint): string {
  const [first = 0, second = 0] = readBytes(file, position, Math.min(2, file.length - position));
  const header = ((first | (second << 8)) >>> bit) & 0b111;
  const content = position + Math.ceil((bit + BLOCK_HEADER_BITS) / 8);
  return (header & BLOCK_TYPE) === 0 ? `${header} ${content}` : `${position} ${bit}`;
}
