import { crc32 } from 'node:zlib';
import { dropWindow, type Lzma2Border, type Lzma2Entry, shareWindow, type XzBlockWatcher } from '../../compression/index.ts';
import { isLargeWindow } from './large-window.ts';
import { sharedFloats, sharedWords } from './shared-numbers.ts';
import { weigh } from './weigh-output.ts';
import type { XzIndex } from './xz-index.ts';
import type { XzPoints } from './xz-points.ts';

export interface PointOptions {
  /** Output between two points at first, as `weigh` counts it. */
  readonly interval: number;
  /** What the entries of all points may take together, in bytes. */
  readonly limit: number;
}

const INTERVAL = 32 * 1024 * 1024;
const LIMIT = 20 * 1024 * 1024;
/** Two points of `xz -9`, where a scan has one decoder. */
const LARGE_WINDOW_LIMIT = 40 * 1024 * 1024;

/** By what a decoder keeps to refer to. */
export function pointOptions(windowSize: number): PointOptions {
  return { interval: INTERVAL, limit: isLargeWindow(windowSize) ? LARGE_WINDOW_LIMIT : LIMIT };
}

interface Point {
  readonly block: number;
  readonly position: number;
  readonly start: number;
  readonly firstCheck: number;
  /** Weight of all output before it. */
  readonly weight: number;
  readonly entry: Lzma2Entry | undefined;
}

/** Notes where an .xz file can be entered while it is inflated for the first time. */
export class XzPointRecorder {
  readonly #index: XzIndex;
  readonly #limit: number;
  #interval: number;
  #points: Point[] = [];
  readonly #checks: number[] = [];
  #weight = 0;
  #size = 0;

  constructor(index: XzIndex, { interval, limit }: PointOptions) {
    this.#index = index;
    this.#interval = interval;
    this.#limit = limit;
  }

  /** Watches a block; they come in order. */
  watch(block: number): XzBlockWatcher {
    const { starts } = this.#index;
    return {
      start: (position) => {
        if (starts[block] !== starts[block + 1]) this.#add({ block, position, start: starts[block]!, entry: undefined });
      },
      group: (parts) => {
        this.#checks.push(checksum(parts));
        this.#weight += weigh(parts);
      },
      border: (border) => this.#consider(block, starts[block]! + border.total, border),
    };
  }

  /** Once. */
  finish(): XzPoints {
    const points = this.#points;
    const { length } = this.#index;
    const starts = sharedFloats([...points.map(({ start }) => start), length]);
    return {
      ...{ length, index: this.#index, starts, entriesSize: this.#size },
      positions: sharedFloats(points.map(({ position }) => position)),
      blocks: sharedWords(points.map(({ block }) => block)),
      entries: new Map(
        points.flatMap(({ entry }, number) => (entry === undefined ? [] : [[number, { ...entry, window: shareWindow(entry.window) }] as const])),
      ),
      checks: sharedWords(this.#checks),
      firstChecks: sharedWords([...points.map(({ firstCheck }) => firstCheck), this.#checks.length]),
    };
  }

  #consider(block: number, start: number, border: Lzma2Border): void {
    if (start === this.#index.starts[block + 1] || this.#weight - this.#points.at(-1)!.weight < this.#interval) return;
    const entry = border.save(this.#limit);
    if (entry === undefined) {
      this.#thin();
      return;
    }
    this.#size += sizeOf(entry);
    this.#add({ block, position: border.position, start, entry });
    while (this.#size > this.#limit) this.#thin();
  }

  #add(point: Omit<Point, 'firstCheck' | 'weight'>): void {
    this.#points.push({ ...point, firstCheck: this.#checks.length, weight: this.#weight });
  }

  /** Drops the first, the third and so on within each block, and looks for new ones at twice the distance. */
  #thin(): void {
    this.#interval *= 2;
    let isDropped = false;
    this.#points = this.#points.filter(({ entry }) => {
      isDropped = entry !== undefined && !isDropped;
      if (isDropped) this.#drop(entry!);
      return !isDropped;
    });
  }

  #drop(entry: Lzma2Entry): void {
    this.#size -= sizeOf(entry);
    dropWindow(entry.window);
  }
}

export function checksum(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

function sizeOf({ state, window }: Lzma2Entry): number {
  return state.probabilities.byteLength + window.frames.byteLength + window.pieces.byteLength;
}
