import { execFileSync } from 'node:child_process';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { sampleBytes } from '../../compression/fixtures/sample-bytes.ts';
import { memorySource } from '../memory-source.ts';
import { indexBzip2Points, inflateBzip2Span } from './bzip2-points.ts';
import { inflateSpans, runPass } from './fixtures/run-pass.ts';
import { indexXzBlocks } from './xz-index.ts';
import { indexXzPoints, inflateXzSpan } from './xz-pieces.ts';

const MIB = 1024 * 1024;
/** Text, noise and repeats, a hole, and what was at the start again, behind most dictionaries. */
const CONTENT = Buffer.concat([sampleBytes(2 * MIB, 2), Buffer.alloc(3 * MIB), sampleBytes(MIB, 4), sampleBytes(2 * MIB, 2)]);

/** Options, and how many points there are at least when every border of some 256 KiB is one. */
const XZ: readonly (readonly [options: string, points: number])[] = [
  ['-T1 -0', 15],
  ['-T1 -6', 7],
  ['-T1 -9', 7],
  ['-T1 -9e --check=sha256', 7],
  ['-T1 --lzma2=preset=6,dict=4KiB', 7],
  ['-T1 --lzma2=preset=3,dict=1MiB,lc=0,lp=4,pb=4', 7],
  ['-T1 --lzma2=preset=3,lc=4,lp=0,pb=0', 7],
  ['-T1 -6 --block-size=3000000', 7],
  ['-T2 -0 --block-size=100000', Math.ceil(CONTENT.length / 100_000)],
  ['-T1 --x86 --lzma2=preset=1', 1],
  ['-T1 --delta=dist=4 --lzma2=preset=1', 1],
];

describeOracle('the points of files that the tools make', toolsFor('xz', 'bzip2'), () => {
  const pack = (tool: string, options: string, content: Uint8Array = CONTENT) =>
    execFileSync(tool, [...options.split(' '), '-c'], { input: content, maxBuffer: 64 * MIB, stdio: ['pipe', 'pipe', 'ignore'] });

  describe('xz', () => {
    it.each(XZ)('%s', (options, least) => {
      const file = memorySource(pack('xz', options));
      for (const [interval, limit] of [
        [1, 64 * MIB],
        [MIB, 2 * MIB],
      ] as const) {
        const { bytes, points } = runPass(indexXzPoints(file, indexXzBlocks(file), { interval, limit }));
        expect([interval, bytes.equals(CONTENT)]).toEqual([interval, true]);
        expect(points.entriesSize).toBeLessThanOrEqual(limit);
        if (interval === 1) expect(points.positions.length).toBeGreaterThanOrEqual(least);
        const spans = inflateSpans(points.starts, (point) => inflateXzSpan(file, points, point));
        expect(Buffer.concat(spans).equals(CONTENT)).toBe(true);
      }
    });
  });

  describe('bzip2', () => {
    it.each(['-1', '-5', '-9'])('%s', (options) => {
      const streams = Buffer.concat([pack('bzip2', options), pack('bzip2', '-1', CONTENT.subarray(0, 500_000)), pack('bzip2', options, Buffer.alloc(0))]);
      const expected = Buffer.concat([CONTENT, CONTENT.subarray(0, 500_000)]);
      const file = memorySource(streams);
      for (const interval of [1, 400_000, 2 * MIB]) {
        const { bytes, points } = runPass(indexBzip2Points(file, interval));
        expect([interval, bytes.equals(expected)]).toEqual([interval, true]);
        expect(points.positions.length).toBeGreaterThan(interval > MIB ? 2 : 6);
        const spans = inflateSpans(points.starts, (point) => inflateBzip2Span(file, points, point));
        expect(Buffer.concat(spans).equals(expected)).toBe(true);
      }
    });
  });
});
