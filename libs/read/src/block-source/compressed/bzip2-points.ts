import { crc32 } from 'node:zlib';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { type Bzip2Entry, type Bzip2Watcher, inflateBzip2Pieces } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT, readForward } from './container-view.ts';
import { sharedFloats, sharedWords } from './shared-numbers.ts';

const STRUCTURE = 'bzip2 stream';
const READ_AHEAD = 128 * 1024;
/** Bytes of the disk from a point to the next, as long as blocks are no longer; their largest number is 8192. */
const POINT_INTERVAL = 8 * 1024 * 1024;

/** Where a bzip2 file can be entered: before blocks. In shared memory. Whoever has it inflated the whole file once, and every checksum was right. */
export interface Bzip2Points {
  /** Of the inflated disk. */
  readonly length: number;
  /** Where in the disk each point is, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** Bits of the file, counted from 0. */
  readonly positions: Float64Array;
  readonly levels: Uint32Array;
  /** CRC32 of each piece, and by point which is the first; after the last point how many there are. */
  readonly checks: Uint32Array;
  readonly firstChecks: Uint32Array;
}

/** Inflates a bzip2 file; returns where it can be entered from then on. A disk of more than 64 GiB is a LimitError. */
export function* indexBzip2Points(file: BlockSource, interval = POINT_INTERVAL): Generator<Uint8Array, Bzip2Points, undefined> {
  const points: { entry: Bzip2Entry; start: number; firstCheck: number }[] = [];
  const checks: number[] = [];
  let length = 0;
  const watcher: Bzip2Watcher = {
    isOver: () => false,
    wantsBorder: (total) => total - (points.at(-1)?.start ?? -interval) >= interval,
    border: (entry, start) => points.push({ entry, start, firstCheck: checks.length }),
    piece(bytes) {
      length += bytes.length;
      if (length > INFLATED_LIMIT) throw new LimitError({ structure: STRUCTURE, offset: file.origin, message: `a disk of more than ${INFLATED_LIMIT} bytes` });
      checks.push(crc32(bytes));
    },
  };
  yield* inflateBzip2Pieces(readForward(file, STRUCTURE, READ_AHEAD), undefined, watcher);
  const starts = sharedFloats([...points.map(({ start }) => start), length]);
  return {
    ...{ length, starts, checks: sharedWords(checks) },
    positions: sharedFloats(points.map(({ entry }) => entry.bit)),
    levels: sharedWords(points.map(({ entry }) => entry.level)),
    firstChecks: sharedWords([...points.map(({ firstCheck }) => firstCheck), checks.length]),
  };
}

/** Inflates from a point to the next. A FormatError, before any byte of it is given away, where it is not what it was the first time. */
export function* inflateBzip2Span(file: BlockSource, points: Bzip2Points, point: number): Generator<Uint8Array, void, undefined> {
  const length = points.starts[point + 1]! - points.starts[point]!;
  const end = points.firstChecks[point + 1]!;
  let next = points.firstChecks[point]!;
  const entry = { bit: points.positions[point]!, level: points.levels[point]! };
  const changed = (field: string) =>
    new FormatError({ structure: STRUCTURE, field, offset: file.origin + Math.floor(entry.bit / 8), message: 'the file is not what it was before' });
  const watcher: Bzip2Watcher = {
    isOver: (total) => total >= length,
    wantsBorder: () => false,
    border() {},
    piece(bytes) {
      if (next === end) throw changed('length');
      if (crc32(bytes) !== points.checks[next++]) throw changed('CRC32 of the inflated blocks');
    },
  };
  yield* inflateBzip2Pieces(readForward(file, STRUCTURE, READ_AHEAD), entry, watcher);
  if (next !== end) throw changed('length');
}
