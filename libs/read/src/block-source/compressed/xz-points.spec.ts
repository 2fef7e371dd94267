import { describe, expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { LONG_TEXT, LONG_XZ, LONG_XZ_BLOCKS, LONG_XZ_DELTA } from '../../compression/fixtures/long-xz-fixture.ts';
import { sampleBytes, seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { storedLzma2, xzStream } from '../../compression/fixtures/xz-fixture.ts';
import { type BlockSource, readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openSource } from '../node/open-source.ts';
import { inflateSpans, runPass } from './fixtures/run-pass.ts';
import { indexXzBlocks } from './xz-index.ts';
import { indexXzPoints, inflateXzPieces, inflateXzSpan } from './xz-pieces.ts';
import type { XzPoints } from './xz-points.ts';
import { xzPointSource } from './xz-source.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const ORIGIN = 64;
const EVERY = { interval: 1, limit: MIB };
const CHUNK = 64 * KIB;
/** Chunks that are stored; those with these numbers reset the dictionary. */
function storedChunks(content: Buffer, resets: readonly number[]): Buffer {
  const count = Math.ceil(content.length / CHUNK);
  const chunk = (number: number) => storedLzma2(content.subarray(number * CHUNK, (number + 1) * CHUNK), resets.includes(number) ? 1 : 2).subarray(0, -1);
  return Buffer.concat([...Array.from({ length: count }, (_, number) => chunk(number)), Buffer.of(0)]);
}
const NOISE = sampleBytes(MIB, 8);
const STORED = xzStream({ data: storedChunks(NOISE, [0, 6]), content: NOISE });
const EMPTY = xzStream({ data: Buffer.of(0), content: Buffer.alloc(0) });
const SMALL = sampleBytes(5000, 9);
const SEVERAL = Buffer.concat([LONG_XZ, Buffer.alloc(8), EMPTY, xzStream({ data: storedLzma2(SMALL), content: SMALL }), LONG_XZ_BLOCKS]);

const source = (bytes: Uint8Array) => memorySource(bytes, ORIGIN);
function record(bytes: Uint8Array, options = EVERY): { bytes: Buffer; points: XzPoints; file: BlockSource } {
  const file = source(bytes);
  return { file, ...runPass(indexXzPoints(file, indexXzBlocks(file), options)) };
}
const spansOf = (file: BlockSource, points: XzPoints) => inflateSpans(points.starts, (point) => inflateXzSpan(file, points, point));
const changed = (bytes: Buffer, at: number) => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
};

describe('the points of an .xz file', () => {
  it.each([
    ['one block', LONG_XZ, LONG_TEXT, 3],
    ['several blocks', LONG_XZ_BLOCKS, LONG_TEXT, 4],
    ['several streams, an empty one among them', SEVERAL, Buffer.concat([LONG_TEXT, SMALL, LONG_TEXT]), 8],
    ['a block with a filter', LONG_XZ_DELTA, LONG_TEXT, 1],
    ['chunks that are stored', STORED, NOISE, 4],
    ['nothing', EMPTY, Buffer.alloc(0), 0],
  ])('are between the chunks of %s, and each leads to what the pass gave', (_, bytes, content, count) => {
    const recorded = record(bytes);
    expect([recorded.bytes.equals(content), recorded.points.length]).toEqual([true, content.length]);
    expect(recorded.points.positions.length).toBe(count);
    const spans = spansOf(recorded.file, recorded.points);
    expect(spans.map(({ length }, point) => recorded.points.starts[point]! + length)).toEqual([...recorded.points.starts.subarray(1)]);
    expect(Buffer.concat(spans).equals(content)).toBe(true);
  });

  it('hold the dictionary since it was reset', () => {
    const { points } = record(STORED);
    expect([...points.entries.values()].map(({ window }) => window.length)).toEqual([CHUNK, CHUNK, CHUNK]);
    const wide = xzStream({ data: storedChunks(NOISE, [0, 6]), content: NOISE, blockHeader: Buffer.from('00210110', 'hex') });
    const { points: wider, file } = record(wide);
    expect([...wider.entries.values()].map(({ window }) => window.length)).toEqual([4 * CHUNK, 2 * CHUNK, 6 * CHUNK]);
    expect(Buffer.concat(spansOf(file, wider)).equals(NOISE)).toBe(true);
  });

  it('tell what the entries take', () => {
    const { points } = record(LONG_XZ);
    expect([...points.starts].map((start) => Math.round(start / MIB))).toEqual([0, 2, 4, 5]);
    const sizes = [...points.entries.values()].map(({ state, window }) => state.probabilities.byteLength + window.frames.length + window.pieces.byteLength);
    expect([points.entriesSize, sizes.length]).toEqual([sizes[0]! + sizes[1]!, 2]);
    expect([...record(LONG_XZ_DELTA).points.starts]).toEqual([0, LONG_TEXT.length]);
  });

  it('are at a distance, in which zeros hardly count', () => {
    const zeros = Buffer.concat([sampleBytes(MIB, 3), Buffer.alloc(2 * MIB), sampleBytes(MIB, 4)]);
    const { points } = record(xzStream({ data: storedChunks(zeros, [0]), content: zeros }), { interval: MIB + 512 * KIB, limit: MIB });
    expect(points.starts.length).toBe(3);
    expect(points.starts[1]).toBeGreaterThan(3 * MIB);
  });

  it('become fewer, at twice the distance, when their entries take too much', () => {
    const content = sampleBytes(8 * MIB, 5);
    const bytes = xzStream({ data: storedChunks(content, [0]), content });
    const { points: all } = record(bytes, { interval: 256 * KIB, limit: 64 * MIB });
    expect([...all.starts].map((start) => start / (256 * KIB))).toEqual(Array.from({ length: 33 }, (_, number) => number));
    const { points: few, file } = record(bytes, { interval: 256 * KIB, limit: all.entriesSize / 4 });
    expect(few.entriesSize).toBeLessThanOrEqual(all.entriesSize / 4);
    expect([...few.starts].map((start) => start / MIB)).toEqual(few.starts.length === 9 ? [0, 1, 2, 3, 4, 5, 6, 7, 8] : [0, 2, 4, 6, 8]);
    expect(Buffer.concat(spansOf(file, few)).equals(content)).toBe(true);
    expect(record(bytes, { interval: 256 * KIB, limit: 10 }).points.starts).toEqual(Float64Array.of(0, 8 * MIB));
  });
});

describe('xzPointSource', () => {
  it('reads anywhere, here and in a worker', () => {
    const { points, file, bytes } = record(SEVERAL);
    const disk = xzPointSource(file, points);
    const worker = openSource(structuredClone(disk.describe()));
    const random = seededRandom(3);
    for (let count = 0; count < 40; count++) {
      const from = Math.floor(random() * (bytes.length - 70_000));
      const expected = bytes.subarray(from, from + Math.ceil(random() * 70_000));
      for (const each of [disk, worker]) expect(expected.equals(readBytes(each, from, expected.length))).toBe(true);
    }
    expect(disk.describe()).toMatchObject({ kind: 'xz-points', offset: 0, length: bytes.length });
  });

  it.each([
    ['a chunk', LONG_XZ, 120],
    ['the check', STORED, STORED.length - 33],
    ['a stored chunk', STORED, 500_000],
  ])('cannot be made of a file that is damaged: %s', (_, bytes, at) => {
    const file = source(changed(bytes, at));
    const message = (pass: Iterable<unknown>) => {
      try {
        for (const _piece of pass);
        return 'read';
      } catch (error) {
        return (error as FormatError).message;
      }
    };
    expect(message(indexXzPoints(file, indexXzBlocks(file), EVERY))).toBe(message(inflateXzPieces(file, indexXzBlocks(file))));
    expect(() => record(changed(bytes, at))).toThrow(FormatError);
  });

  it('refuses, without a byte of it, what changed since the file was inflated', () => {
    const { points } = record(STORED);
    const damaged = source(changed(STORED, 500_000));
    expect(() => inflateXzSpan(damaged, points, 1).next()).toThrow(FormatError);
    expect(() => inflateXzSpan(damaged, points, 1).next()).toThrow(/xz block, CRC32 of the inflated chunks at byte \d+: the file is not what it was before/);
    expect(Buffer.from(readBytes(xzPointSource(damaged, points), 0, 1000)).equals(NOISE.subarray(0, 1000))).toBe(true);
  });

  it.each([
    ['another file', xzStream({ data: storedChunks(Buffer.alloc(MIB, 1), [0]), content: Buffer.alloc(MIB, 1) })],
    ['one that ends earlier', Buffer.concat([STORED.subarray(0, 200_000), Buffer.alloc(MIB)])],
    [
      'one with other chunks',
      xzStream({ data: Buffer.concat([storedLzma2(NOISE.subarray(0, 100)).subarray(0, -1), storedChunks(NOISE, [0])]), content: NOISE }),
    ],
  ])('refuses %s', (_, other) => {
    const { points } = record(STORED);
    for (const span of [0, 1, 2, 3]) expect(() => [...inflateXzSpan(source(other), points, span)]).toThrow(FormatError);
  });

  it('may be left and asked again', () => {
    const { points, file } = record(LONG_XZ);
    for (let count = 0; count < 3; count++) {
      const pieces = inflateXzSpan(file, points, 1);
      expect(Buffer.from(pieces.next().value as Uint8Array).equals(LONG_TEXT.subarray(points.starts[1]!, points.starts[2]!))).toBe(true);
      pieces.return();
    }
  });
});
