import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { RawInflater } from '../../compression/index.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import type { GzipIndex } from './gzip-index.ts';
import { inflateGzipPieces } from './gzip-pieces.ts';
import type { GzipIndexLimits } from './gzip-points.ts';
import { gzipSource, inflateGzipSpan } from './gzip-source.ts';
import { indexGzip } from './index-gzip.ts';

const ORIGIN = 64;
const MEBIBYTE = 1024 * 1024;
const DISK = Buffer.concat([sampleBytes(500_000, 3), Buffer.alloc(400_000), sampleBytes(300_000, 4)]);
const OFTEN = { interval: 10_000, compared: 5000 };
/** Blocks of 128 symbols. */
const SMALL_BLOCKS = { memLevel: 1 };
const file = (bytes: Uint8Array) => memorySource(bytes, ORIGIN);

function walk(source: BlockSource, limits: Partial<GzipIndexLimits> = OFTEN): { disk: Buffer; index: GzipIndex | undefined } {
  const pieces: Buffer[] = [];
  const running = indexGzip(source, limits)!;
  for (;;) {
    const { done, value } = running.next();
    if (done === true) return { disk: Buffer.concat(pieces), index: value };
    pieces.push(Buffer.from(value));
  }
}

function indexOf(bytes: Uint8Array, limits?: Partial<GzipIndexLimits>): GzipIndex {
  const { disk, index } = walk(file(bytes), limits);
  expect(disk.length).toBe(index!.length);
  return index!;
}

function span(bytes: Uint8Array, index: GzipIndex, number: number): Buffer {
  const pieces: Buffer[] = [];
  for (const piece of inflateGzipSpan(file(bytes), index, number)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

function expectSpans(bytes: Uint8Array, index: GzipIndex, disk: Buffer): void {
  const { starts, positions } = index;
  for (const number of positions.keys())
    expect(span(bytes, index, number).equals(disk.subarray(starts[number], starts[number + 1])), `span ${number}`).toBe(true);
}

function changed(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? copy.length + at : at]! ^= 1;
  return copy;
}

/** As bgzip does it: an extra field in each header, members of 64 KiB or less, an empty one at the end. */
function bgzip(disk: Buffer): Buffer {
  const parts = [...Array.from({ length: Math.ceil(disk.length / 5000) }, (_, index) => disk.subarray(index * 5000, (index + 1) * 5000)), Buffer.alloc(0)];
  return Buffer.concat(
    parts.map((part) => {
      const member = gzipSync(part);
      member[3] = 4;
      return Buffer.concat([member.subarray(0, 10), Buffer.from('06004243020000ff', 'hex'), member.subarray(10)]);
    }),
  );
}

/** A member that tells the name of what it holds. */
function named(member: Buffer, length: number): Buffer {
  const header = Buffer.from(member.subarray(0, 10));
  header[3] = 8;
  return Buffer.concat([header, Buffer.alloc(length, 'n'), Buffer.of(0), member.subarray(10)]);
}

/** As pigz does it: an empty stored block every now and then. */
function flushed(disk: Buffer): Buffer {
  const whole = gzipSync(disk);
  const parts = Array.from({ length: Math.ceil(disk.length / 30_000) }, (_, index) => disk.subarray(index * 30_000, (index + 1) * 30_000));
  const blocks = parts.map((part, index) => deflateRawSync(part, index === parts.length - 1 ? {} : { finishFlush: constants.Z_SYNC_FLUSH }));
  return Buffer.concat([whole.subarray(0, 10), ...blocks, whole.subarray(-8)]);
}

const FILES: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['one member', gzipSync(DISK)],
  ['small blocks', gzipSync(DISK, SMALL_BLOCKS)],
  ['fixed codes', gzipSync(DISK, { strategy: constants.Z_FIXED, ...SMALL_BLOCKS })],
  ['stored blocks', gzipSync(DISK, { level: 0, ...SMALL_BLOCKS })],
  ['noise, which is stored', gzipSync(DISK, { strategy: constants.Z_HUFFMAN_ONLY, memLevel: 2 })],
  [
    'members, one empty, with zeros behind them',
    Buffer.concat([gzipSync(DISK.subarray(0, 700_001)), gzipSync(Buffer.alloc(0)), gzipSync(DISK.subarray(700_001)), Buffer.alloc(70_000)]),
  ],
  ['many small members', bgzip(DISK)],
  ['flushed blocks', flushed(DISK)],
  ['a header with a long name', Buffer.concat([named(gzipSync(DISK.subarray(0, 9000)), 600), named(gzipSync(DISK.subarray(9000)), 3)])],
];

describe('a gzip file in place', () => {
  it.each(FILES)('is inflated again from each point: %s', (_, bytes) => {
    const { disk, index } = walk(file(bytes));
    expect(disk.equals(DISK)).toBe(true);
    expect(index!.positions.length).toBeGreaterThan(4);
    expectSpans(bytes, index!, DISK);
  });

  it('finds points at every bit', () => {
    const bytes = gzipSync(DISK, SMALL_BLOCKS);
    const index = indexOf(bytes, { interval: 500, compared: 300 });
    expect(new Set(index.bits)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
    expect(index.positions.length).toBeGreaterThan(300);
    expectSpans(bytes, index, DISK);
  });

  it('keeps as much of a window as there is, and nothing of one of zeros', () => {
    const zeros = Buffer.alloc(40 * MEBIBYTE);
    const bytes = gzipSync(Buffer.concat([zeros, DISK]));
    const index = indexOf(bytes, { interval: MEBIBYTE });
    const packed = [...index.windowStarts].map((start, number) => start - (index.windowStarts[number - 1] ?? 0)).slice(1);
    const inZeros = [...index.starts].findIndex((start) => start > zeros.length) - 1;
    expect(packed.slice(0, inZeros)).toEqual(packed.slice(0, inZeros).fill(0));
    expect([...index.windowLengths.slice(0, 3)]).toEqual([0, 32_768, 32_768]);
    expectSpans(bytes, index, Buffer.concat([zeros, DISK]));
    const early = indexOf(gzipSync(DISK, SMALL_BLOCKS), { interval: 100, compared: 300 });
    expect(early.windowLengths[1]).toBe(early.starts[1]);
  });

  it('has fewer points where their windows would be too many', () => {
    const bytes = gzipSync(DISK, SMALL_BLOCKS);
    const [many, few] = [indexOf(bytes), indexOf(bytes, { ...OFTEN, windows: 100_000 })];
    expect(many.windows.length).toBeGreaterThan(200_000);
    expect(few.windows.length).toBeLessThanOrEqual(100_000);
    expect(few.positions.length).toBeGreaterThan(3);
    expectSpans(bytes, few, DISK);
  });

  it.each(FILES)('is a source: %s', (_, bytes) => {
    const source = gzipSource(file(bytes), indexOf(bytes));
    expect([source.length, source.origin]).toEqual([DISK.length, 0]);
    const random = seededRandom(5);
    for (let count = 0; count < 20; count++) {
      const offset = Math.floor(random() * DISK.length);
      const length = Math.floor(random() ** 4 * (DISK.length - offset));
      expect(Buffer.from(readBytes(source, offset, length)).equals(DISK.subarray(offset, offset + length))).toBe(true);
    }
  });

  it('can be left in the middle, several at once', () => {
    const bytes = gzipSync(DISK, SMALL_BLOCKS);
    const index = indexOf(bytes, { interval: 300_000, compared: 5000 });
    const running = [0, 1, 2].map((number) => inflateGzipSpan(file(bytes), index, number));
    for (const start of [0, 1]) {
      for (const [number, each] of running.entries()) {
        const at = start === 0 ? index.starts[number]! : Math.ceil((index.starts[number]! + 1) / 131_072) * 131_072;
        const piece = Buffer.from(each.next().value!);
        expect(piece.equals(DISK.subarray(at, at + piece.length))).toBe(true);
      }
    }
    for (const each of running) expect(each.return()).toEqual({ done: true, value: undefined });
  });

  it.each([
    ['an empty disk', gzipSync(Buffer.alloc(0))],
    ['a thousand empty members', Buffer.concat(Array.from({ length: 1000 }, () => gzipSync(Buffer.alloc(0))))],
  ])('may be %s', (_, bytes) => {
    const index = indexOf(bytes);
    expect([index.length, index.positions.length]).toEqual([0, 1]);
    expect(gzipSource(file(bytes), index).length).toBe(0);
  });

  it('has no index where a block is too long to begin within, nor where node:zlib works otherwise', () => {
    const zeros = gzipSync(Buffer.alloc(3 * MEBIBYTE));
    expect(walk(file(zeros), { interval: 1000, span: 2 * MEBIBYTE })).toEqual({ disk: Buffer.alloc(3 * MEBIBYTE), index: undefined });
    const trusted = vi.spyOn(RawInflater, 'isTrusted').mockReturnValue(false);
    expect(indexGzip(file(zeros))).toBeUndefined();
    trusted.mockRestore();
  });

  it('refuses a disk without end', () => {
    expect(() => walk(file(gzipSync(DISK)), { length: DISK.length - 1 })).toThrow(LimitError);
    expect(walk(file(gzipSync(DISK)), { length: DISK.length }).index).toBeDefined();
  });
});

describe('damage in a gzip file', () => {
  const bytes = Buffer.concat([gzipSync(DISK.subarray(0, 200_000), SMALL_BLOCKS), gzipSync(DISK.subarray(200_000, 240_000)), Buffer.alloc(9)]);
  const first = gzipSync(DISK.subarray(0, 200_000), SMALL_BLOCKS).length;

  it.each([
    ['changed bytes', Array.from({ length: 150 }, (_, index) => changed(bytes, Math.floor((index * bytes.length) / 150)))],
    ['changed headers and trailers', Array.from({ length: 36 }, (_, index) => changed(bytes, first - 18 + index))],
    ['files that are cut off', Array.from({ length: 60 }, (_, index) => bytes.subarray(0, Math.floor((index * bytes.length) / 60)))],
    ['headers that are cut off', Array.from({ length: 24 }, (_, index) => bytes.subarray(0, index < 12 ? index : first - 12 + index))],
  ])('is refused with the same errors as ever: %s', async (_, files) => {
    for (const [index, damaged] of files.entries())
      expect(
        outcome(() => walk(file(damaged)).disk.length),
        `file ${index}`,
      ).toEqual(await pastOutcome(damaged));
  });

  function outcome(attempt: () => unknown): unknown {
    try {
      return attempt();
    } catch (error) {
      expect(error).toBeInstanceOf(FormatError);
      return (error as Error).message;
    }
  }

  async function pastOutcome(damaged: Buffer): Promise<unknown> {
    try {
      let length = 0;
      for await (const piece of inflateGzipPieces(file(damaged))) length += piece.length;
      return length;
    } catch (error) {
      return (error as Error).message;
    }
  }

  it('passes on the error of a file that can no longer be read', () => {
    const failure = Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'read' });
    const inner = file(bytes);
    const failing: BlockSource = {
      ...inner,
      readInto(target, offset) {
        if (offset > 60_000) throw failure;
        inner.readInto(target, offset);
      },
    };
    expect(() => walk(failing)).toThrow(failure);
  });
});

describe('a gzip file that changes between two passes', () => {
  const bytes = gzipSync(DISK, SMALL_BLOCKS);
  const index = indexOf(bytes, { interval: 300_000, compared: 5000 });

  it('is refused before anything else is read of it', () => {
    let refused = 0;
    for (let at = 11; at < bytes.length - 8; at += 997) {
      const other = changed(bytes, at);
      for (const number of index.positions.keys()) {
        const pieces: Buffer[] = [];
        try {
          for (const piece of inflateGzipSpan(file(other), index, number)) pieces.push(Buffer.from(piece));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          expect((error as Error).message).toContain(`gzip member at byte ${ORIGIN + index.positions[number]!}`);
          refused++;
        }
        const start = index.starts[number]!;
        const read = Buffer.concat(pieces);
        expect(read.equals(DISK.subarray(start, start + read.length))).toBe(true);
      }
    }
    expect(refused).toBeGreaterThan(bytes.length / 997 - 5);
  });

  it.each([
    [
      'another disk, well compressed',
      gzipSync(Buffer.from(DISK).fill(1, 1000, 1100), SMALL_BLOCKS),
      /bytes 0 to 131072 of the disk are not what they were when the file was opened/,
    ],
    ['a shorter disk', gzipSync(DISK.subarray(0, 2000)), /gzip member at byte \d+/],
    ['nothing', Buffer.alloc(0), /gzip member at byte/],
  ])('is refused: %s', (_, other, message) => {
    expect(() => span(other, index, 0)).toThrow(message);
    expect(() => span(other, index, 0)).toThrow(FormatError);
  });
});
