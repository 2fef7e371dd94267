import { constants, crc32 } from 'node:zlib';
import { LimitError } from '../../bytes/index.ts';
import { RawInflater } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT } from './container-view.ts';
import { dataStart, FileInflater, type Step } from './file-inflater.ts';
import { BitOffsetFinder } from './bit-offset-finder.ts';
import type { GzipIndex } from './gzip-index.ts';
import { checkGzipEnd, checkGzipPadding, findGzipData, GZIP_MEMBER, hasGzipMember } from './gzip-members.ts';
import { GZIP_POINT_LIMITS, type GzipPointLimits, GzipPoints } from './gzip-points.ts';
import { RecentOutput } from './recent-output.ts';
import { RunningChecksum } from './running-checksum.ts';

const { Z_BLOCK, Z_SYNC_FLUSH } = constants;

export interface GzipIndexLimits extends GzipPointLimits {
  /** Bytes of the disk. More is a LimitError. */
  readonly length: number;
}

/** Between two blocks, before it is known at which bit. */
interface Boundary {
  readonly position: number;
  readonly window: Uint8Array;
  readonly start: number;
  readonly checksum: number;
}

/**
 * Inflates all members of a gzip file, with the checks and errors of `inflateGzipPieces`, in the calling thread, and yields all that comes out; each piece is good until the next.
 * Returns where inflating can begin again, about every 8 MiB; undefined where a member has blocks of more than 64 MiB. Undefined at once where node:zlib cannot be used for it.
 */
export function indexGzip(file: BlockSource, limits: Partial<GzipIndexLimits> = {}): Generator<Uint8Array, GzipIndex | undefined, undefined> | undefined {
  return RawInflater.isTrusted() ? new GzipIndexer(file, { ...GZIP_POINT_LIMITS, length: INFLATED_LIMIT, ...limits }).run() : undefined;
}

class GzipIndexer {
  readonly #file: BlockSource;
  readonly #limits: GzipIndexLimits;
  readonly #inflater: FileInflater;
  readonly #finder: BitOffsetFinder;
  readonly #output = new RecentOutput();
  readonly #points: GzipPoints;
  /** Of the disk. */
  readonly #checksum = new RunningChecksum();

  constructor(file: BlockSource, limits: GzipIndexLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#inflater = new FileInflater(file, GZIP_MEMBER);
    this.#finder = new BitOffsetFinder(file);
    this.#points = new GzipPoints(limits);
  }

  *run(): Generator<Uint8Array, GzipIndex | undefined, undefined> {
    try {
      let position = 0;
      for (let number = 0; hasGzipMember(this.#file, position, number); number++) position = yield* this.#inflateMember(position);
      checkGzipPadding(this.#file, position);
      return this.#points.finish(this.#checksum);
    } finally {
      this.#inflater.close();
      this.#finder.close();
    }
  }

  *#inflateMember(start: number): Generator<Uint8Array, number, undefined> {
    const data = dataStart(findGzipData(this.#file, start));
    this.#output.clear();
    this.#inflater.start(data);
    const before = this.#checksum.length;
    if (this.#points.distance(before) === 0) this.#points.add(data, before, this.#checksum.value);
    let checksum = 0;
    for (const piece of this.#inflate()) {
      checksum = crc32(piece, checksum);
      yield piece;
    }
    return checkGzipEnd(this.#file, this.#inflater.position, checksum, this.#checksum.length - before);
  }

  *#inflate(): Generator<Uint8Array, void, undefined> {
    let boundary: Boundary | undefined;
    for (;;) {
      const { length, at } = this.#step();
      if (at === 'end') return;
      const piece = this.#output.take(length);
      if (boundary !== undefined) this.#takePoint(boundary, piece);
      this.#count(piece);
      if (piece.length > 0) yield piece;
      boundary = at === 'boundary' && this.#points.distance(this.#checksum.length) === 0 ? this.#boundary() : undefined;
    }
  }

  /** To the next block where a point is wanted, else as far as there is room. */
  #step(): Step {
    const distance = this.#points.distance(this.#checksum.length);
    if (distance === 0) return this.#inflater.step(Z_BLOCK, this.#output.room());
    return this.#inflater.step(Z_SYNC_FLUSH, this.#output.room().subarray(0, distance));
  }

  #boundary(): Boundary {
    return { position: this.#inflater.position, window: this.#output.window(), start: this.#checksum.length, checksum: this.#checksum.value };
  }

  #takePoint({ position, window, start, checksum }: Boundary, next: Uint8Array): void {
    const point = this.#finder.find(position, window, next);
    if (point === undefined) this.#points.fail(start);
    else this.#points.add(point, start, checksum);
  }

  #count(piece: Uint8Array): void {
    this.#checksum.append(piece);
    if (this.#checksum.length <= this.#limits.length) return;
    throw new LimitError({ structure: 'gzip file', message: `a disk of more than ${this.#limits.length} bytes; unpack it first` });
  }
}
