import { INFLATED_LIMIT } from './container-view.ts';
import type { RestartPoint } from './file-inflater.ts';
import { type GzipIndex, packWindow } from './gzip-index.ts';
import type { RunningChecksum } from './running-checksum.ts';

const MEBIBYTE = 1024 * 1024;

/** All in bytes. */
export interface GzipIndexLimits {
  /** Of the disk between two points, at least. It doubles whenever the windows become too many. */
  readonly interval: number;
  /** Of all windows, as they are kept. */
  readonly windows: number;
  /** Of the disk between two points, at most; four intervals are never too much. */
  readonly span: number;
  /** Of what is compared behind a point, to be certain of it; more than a stored block can have. */
  readonly compared: number;
  /** Of the disk: more is a LimitError. */
  readonly length: number;
}

export const GZIP_INDEX_LIMITS: GzipIndexLimits = {
  interval: 8 * MEBIBYTE,
  windows: 8 * MEBIBYTE,
  span: 64 * MEBIBYTE,
  compared: 64 * 1024,
  length: INFLATED_LIMIT,
};

interface KeptPoint {
  readonly start: number;
  readonly checksum: number;
  readonly position: number;
  readonly bit: number;
  readonly window: Uint8Array;
  readonly windowLength: number;
}

/** Collects points from the start of a disk to its end. */
export class GzipPoints {
  readonly #limits: GzipIndexLimits;
  #interval: number;
  #points: KeptPoint[] = [];
  #windows = 0;
  #next = 0;

  constructor(limits: GzipIndexLimits) {
    this.#limits = limits;
    this.#interval = limits.interval;
  }

  /** How far it is from `offset` of the disk to where a point is wanted; 0 when it is there. */
  distance(offset: number): number {
    return Math.max(0, this.#next - offset);
  }

  /** `start` and `checksum` as in the index. */
  add({ position, bit, window }: RestartPoint, start: number, checksum: number): void {
    const packed = packWindow(window);
    this.#points.push({ start, checksum, position, bit, window: packed, windowLength: window.length });
    this.#windows += packed.length;
    while (this.#windows > this.#limits.windows && this.#points.length > 1) this.#thinOut();
    this.#next = this.#points.at(-1)!.start + this.#interval;
  }

  /** There was no way to tell where a block begins, before `offset` of the disk: the next attempt is an eighth of an interval further. */
  fail(offset: number): void {
    this.#next = offset + Math.ceil(this.#interval / 8);
  }

  /** Undefined where two points are too far from each other. */
  finish({ value, length, marks }: RunningChecksum): GzipIndex | undefined {
    const starts = [...this.#points.map(({ start }) => start), length];
    if (longestStep(starts) > Math.max(this.#limits.span, 4 * this.#interval)) return undefined;
    return {
      length,
      starts: floats(starts),
      startChecksums: words([...this.#points.map(({ checksum }) => checksum), value]),
      positions: floats(this.#points.map(({ position }) => position)),
      bits: bytes(this.#points.map(({ bit }) => bit)),
      ...this.#joinWindows(),
      checksums: words(marks),
    };
  }

  #joinWindows(): Pick<GzipIndex, 'windows' | 'windowStarts' | 'windowLengths'> {
    const windows = new Uint8Array(new SharedArrayBuffer(this.#windows));
    const windowStarts = [0];
    for (const { window } of this.#points) {
      windows.set(window, windowStarts.at(-1)!);
      windowStarts.push(windowStarts.at(-1)! + window.length);
    }
    return { windows, windowStarts: floats(windowStarts), windowLengths: words(this.#points.map(({ windowLength }) => windowLength)) };
  }

  #thinOut(): void {
    this.#interval *= 2;
    let wanted = 0;
    this.#points = this.#points.filter(({ start }) => {
      if (start < wanted) return false;
      wanted = start + this.#interval;
      return true;
    });
    this.#windows = this.#points.reduce((sum, { window }) => sum + window.length, 0);
  }
}

function longestStep(starts: readonly number[]): number {
  return starts.reduce((longest, start, index) => Math.max(longest, start - (starts[index - 1] ?? 0)), 0);
}

function floats(values: readonly number[]): Float64Array {
  const array = new Float64Array(new SharedArrayBuffer(values.length * 8));
  array.set(values);
  return array;
}

function words(values: readonly number[]): Uint32Array {
  const array = new Uint32Array(new SharedArrayBuffer(values.length * 4));
  array.set(values);
  return array;
}

function bytes(values: readonly number[]): Uint8Array {
  const array = new Uint8Array(new SharedArrayBuffer(values.length));
  array.set(values);
  return array;
}
