import { crc32 } from 'node:zlib';
import { LimitError } from '../../bytes/index.ts';
import { RawInflater } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { dataStart, FileInflater } from './file-inflater.ts';
import type { GzipIndex } from './gzip-index.ts';
import { checkGzipEnd, checkGzipPadding, findGzipData, GZIP_MEMBER, hasGzipMember } from './gzip-members.ts';
import { GZIP_INDEX_LIMITS, type GzipIndexLimits } from './gzip-points.ts';
import { PointSearch } from './point-search.ts';
import { RecentOutput } from './recent-output.ts';
import { RunningChecksum } from './running-checksum.ts';

/**
 * Inflates all members of a gzip file, with the checks and errors of `inflateGzipPieces`, in the calling thread, and yields all that comes out; each piece is good until the next.
 * Returns where inflating can begin again, about every 8 MiB; undefined where a member has blocks of more than 64 MiB. Undefined at once where node:zlib cannot be used for it.
 */
export function indexGzip(file: BlockSource, limits: Partial<GzipIndexLimits> = {}): Generator<Uint8Array, GzipIndex | undefined, undefined> | undefined {
  return RawInflater.isTrusted() ? run(file, { ...GZIP_INDEX_LIMITS, ...limits }) : undefined;
}

/** Nothing is opened before it is asked for the first piece. */
function* run(file: BlockSource, limits: GzipIndexLimits): Generator<Uint8Array, GzipIndex | undefined, undefined> {
  return yield* new GzipIndexer(file, limits).run();
}

class GzipIndexer {
  readonly #file: BlockSource;
  readonly #lengthLimit: number;
  readonly #inflater: FileInflater;
  readonly #output = new RecentOutput();
  /** Of the disk. */
  readonly #checksum = new RunningChecksum();
  readonly #search: PointSearch;

  constructor(file: BlockSource, limits: GzipIndexLimits) {
    this.#file = file;
    this.#lengthLimit = limits.length;
    this.#inflater = new FileInflater(file, GZIP_MEMBER);
    this.#search = new PointSearch(file, this.#inflater, this.#output, this.#checksum, limits);
  }

  *run(): Generator<Uint8Array, GzipIndex | undefined, undefined> {
    try {
      let position = 0;
      for (let number = 0; hasGzipMember(this.#file, position, number); number++) position = yield* this.#inflateMember(position);
      checkGzipPadding(this.#file, position);
      return this.#search.points.finish(this.#checksum);
    } finally {
      this.#inflater.close();
      this.#search.close();
    }
  }

  *#inflateMember(start: number): Generator<Uint8Array, number, undefined> {
    const data = dataStart(findGzipData(this.#file, start));
    this.#output.clear();
    this.#inflater.start(data);
    this.#search.begin(data);
    const before = this.#checksum.length;
    let checksum = 0;
    for (const piece of this.#inflate()) {
      checksum = before === 0 ? this.#checksum.value : crc32(piece, checksum);
      yield piece;
    }
    return checkGzipEnd(this.#file, this.#inflater.position, checksum, this.#checksum.length - before);
  }

  *#inflate(): Generator<Uint8Array, void, undefined> {
    for (;;) {
      const { length, at } = this.#search.step();
      if (at === 'end') return;
      const piece = this.#output.take(length);
      this.#count(piece);
      this.#search.pass(piece, at);
      if (length > 0) yield piece;
    }
  }

  #count(piece: Uint8Array): void {
    this.#checksum.append(piece);
    if (this.#checksum.length <= this.#lengthLimit) return;
    throw new LimitError({ structure: 'gzip file', message: `a disk of more than ${this.#lengthLimit} bytes; unpack it first` });
  }
}
