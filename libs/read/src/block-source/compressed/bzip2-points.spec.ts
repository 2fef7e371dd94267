import { describe, expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { BZIP2_NUMBERS, BZIP2_TEXT, NUMBERS, TEXT } from '../../compression/fixtures/bzip2-fixture.ts';
import { seededRandom } from '../../compression/fixtures/sample-bytes.ts';
import { readBytes } from '../block-source.ts';
import { memorySource } from '../memory-source.ts';
import { openSource } from '../node/open-source.ts';
import { indexBzip2Points, inflateBzip2Span } from './bzip2-points.ts';
import { bzip2Source } from './bzip2-source.ts';
import { inflateSpans, runPass } from './fixtures/run-pass.ts';

const EMPTY = Buffer.from('425a683917724538509000000000', 'hex');
const STREAMS = Buffer.concat([BZIP2_TEXT, EMPTY, BZIP2_NUMBERS, BZIP2_TEXT, EMPTY]);
const CONTENT = Buffer.concat([Buffer.from(TEXT), NUMBERS, Buffer.from(TEXT)]);
const source = (bytes: Uint8Array) => memorySource(bytes, 64);
const record = (bytes: Uint8Array, interval: number) => runPass(indexBzip2Points(source(bytes), interval));

describe('the points of a bzip2 file', () => {
  it.each([
    ['every block', 1, [0, TEXT.length, TEXT.length + NUMBERS.length, CONTENT.length]],
    ['blocks that are far enough from one another', TEXT.length + 1, [0, TEXT.length + NUMBERS.length, CONTENT.length]],
    ['the first block', 2 ** 20, [0, CONTENT.length]],
  ])('are at %s, and each leads to what the pass gave', (_, interval, starts) => {
    const { bytes, points } = record(STREAMS, interval);
    expect([bytes.equals(CONTENT), [...points.starts]]).toEqual([true, starts]);
    const spans = inflateSpans(points.starts, (point) => inflateBzip2Span(source(STREAMS), points, point));
    expect(Buffer.concat(spans).equals(CONTENT)).toBe(true);
    expect(spans.map(({ length }) => length)).toEqual(starts.slice(1).map((start, point) => start - starts[point]!));
  });

  it('tell the bit that a block begins with, and the level of its stream', () => {
    const { points } = record(STREAMS, 1);
    const streams = [0, BZIP2_TEXT.length + EMPTY.length, BZIP2_TEXT.length + EMPTY.length + BZIP2_NUMBERS.length];
    expect([...points.positions]).toEqual(streams.map((start) => start * 8 + 32));
    expect([...points.levels]).toEqual([9, 1, 9]);
  });

  it('are none in an empty file', () => {
    const { bytes, points } = record(EMPTY, 1);
    expect([bytes.length, points.length, points.positions.length, [...points.starts]]).toEqual([0, 0, 0, [0]]);
  });
});

describe('bzip2Source', () => {
  it('reads anywhere, here and in a worker', () => {
    const disk = bzip2Source(source(STREAMS), record(STREAMS, 1).points);
    const worker = openSource(structuredClone(disk.describe()));
    const random = seededRandom(3);
    for (let count = 0; count < 40; count++) {
      const from = Math.floor(random() * CONTENT.length);
      const expected = CONTENT.subarray(from, from + Math.floor(random() * 2000));
      for (const each of [disk, worker]) expect(expected.equals(readBytes(each, from, expected.length))).toBe(true);
    }
    expect(disk.describe()).toMatchObject({ kind: 'bzip2', offset: 0, length: CONTENT.length });
  });

  it('refuses, without a byte of it, what changed since the file was inflated', () => {
    const { points } = record(STREAMS, 1);
    const other = Buffer.concat([BZIP2_TEXT, EMPTY, BZIP2_TEXT, BZIP2_NUMBERS]);
    expect(() => inflateBzip2Span(source(other), points, 1).next()).toThrow(FormatError);
    expect(() => inflateBzip2Span(source(other), points, 1).next()).toThrow(
      /bzip2 stream, CRC32 of the inflated blocks at byte \d+: the file is not what it was before/,
    );
    expect(Buffer.from([...inflateBzip2Span(source(other), points, 0)][0]!.subarray(0, 50)).equals(CONTENT.subarray(0, 50))).toBe(true);
  });

  it.each([
    ['a shorter file', STREAMS.subarray(0, BZIP2_TEXT.length + 200)],
    ['one with a block in the place of another', Buffer.concat([BZIP2_NUMBERS, BZIP2_TEXT])],
    ['one that has nothing', Buffer.concat([EMPTY, EMPTY])],
    [
      'damage to a block',
      Buffer.concat([BZIP2_TEXT.subarray(0, 40), Buffer.of(BZIP2_TEXT[40]! ^ 4), BZIP2_TEXT.subarray(41), STREAMS.subarray(BZIP2_TEXT.length)]),
    ],
  ])('refuses %s', (_, other) => {
    const { points } = record(STREAMS, 2 ** 20);
    expect(() => [...inflateBzip2Span(source(other), points, 0)]).toThrow(FormatError);
  });
});
