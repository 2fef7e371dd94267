import { constants } from 'node:zlib';
import type { BlockSource } from '../block-source.ts';
import { BitOffsetFinder } from './bit-offset-finder.ts';
import type { FileInflater, RestartPoint, Step } from './file-inflater.ts';
import { type GzipIndexLimits, GzipPoints } from './gzip-points.ts';
import type { RecentOutput } from './recent-output.ts';
import type { RunningChecksum } from './running-checksum.ts';

/** Between two blocks, before it is known at which bit. */
interface Boundary {
  readonly position: number;
  readonly window: Uint8Array;
  /** In the disk. */
  readonly start: number;
  readonly checksum: number;
}

/** Finds points while a disk is inflated: it takes the steps, to stop between two blocks where a point is wanted, and tells by what comes behind where exactly that was. */
export class PointSearch {
  readonly points: GzipPoints;
  readonly #inflater: FileInflater;
  readonly #output: RecentOutput;
  /** Of the disk. */
  readonly #checksum: RunningChecksum;
  readonly #finder: BitOffsetFinder;
  #boundary: Boundary | undefined;
  /** What came out behind the boundary. */
  readonly #next: Uint8Array;
  #nextLength = 0;

  constructor(file: BlockSource, inflater: FileInflater, output: RecentOutput, checksum: RunningChecksum, limits: GzipIndexLimits) {
    this.points = new GzipPoints(limits);
    this.#inflater = inflater;
    this.#output = output;
    this.#checksum = checksum;
    this.#finder = new BitOffsetFinder(file);
    this.#next = new Uint8Array(limits.compared);
  }

  /** A member begins: what is before it is of no use any more. */
  begin(data: RestartPoint): void {
    this.#boundary = undefined;
    const { length, value } = this.#checksum;
    if (this.points.distance(length) === 0) this.points.add(data, length, value);
  }

  step(): Step {
    const room = this.#output.room();
    if (this.#boundary !== undefined) return this.#inflater.step(constants.Z_SYNC_FLUSH, room.subarray(0, this.#next.length - this.#nextLength));
    const distance = this.points.distance(this.#checksum.length);
    return distance === 0 ? this.#inflater.step(constants.Z_BLOCK, room) : this.#inflater.step(constants.Z_SYNC_FLUSH, room.subarray(0, distance));
  }

  /** What the last step made was added to output and checksum. */
  pass(piece: Uint8Array, at: Step['at']): void {
    if (this.#boundary !== undefined) this.#compare(this.#boundary, piece);
    else if (at === 'boundary' && this.points.distance(this.#checksum.length) === 0) this.#stop();
  }

  close(): void {
    this.#finder.close();
  }

  #stop(): void {
    const { length, value } = this.#checksum;
    this.#boundary = { position: this.#inflater.position, window: this.#output.window(), start: length, checksum: value };
    this.#nextLength = 0;
  }

  #compare({ position, window, start, checksum }: Boundary, piece: Uint8Array): void {
    this.#next.set(piece, this.#nextLength);
    this.#nextLength += piece.length;
    if (this.#nextLength < this.#next.length) return;
    this.#boundary = undefined;
    const point = this.#finder.find(position, window, this.#next);
    if (point === undefined) this.points.fail(this.#checksum.length);
    else this.points.add(point, start, checksum);
  }
}
