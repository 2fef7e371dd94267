import { describe, expect, it } from 'vitest';
import { gzipPoint } from './gzip-index.ts';
import { GzipPoints } from './gzip-points.ts';
import { RunningChecksum } from './running-checksum.ts';

const LIMITS = { interval: 1000, windows: 4000, span: 5000, compared: 0, length: 0 };
/** They get no shorter. */
const window = (number: number) => Uint8Array.from({ length: 100 }, (_, index) => (index * 89 + number * 7) & 0xff);
const point = (number: number) => ({ position: 50 * number, bit: number % 8, window: number === 0 ? new Uint8Array(0) : window(number) });

function total(length: number): RunningChecksum {
  const checksum = new RunningChecksum();
  checksum.append(new Uint8Array(length));
  return checksum;
}

function collect(count: number): GzipPoints {
  const points = new GzipPoints(LIMITS);
  for (let number = 0; number < count; number++) points.add(point(number), number * 1000, number);
  return points;
}

describe('GzipPoints', () => {
  it('wants a point each interval', () => {
    const points = new GzipPoints(LIMITS);
    expect(points.distance(0)).toBe(0);
    points.add(point(0), 0, 0);
    expect([0, 400, 1000, 1300].map((offset) => points.distance(offset))).toEqual([1000, 600, 0, 0]);
  });

  it('gives up for a while where there is none', () => {
    const points = collect(1);
    points.fail(1100);
    expect(points.distance(1100)).toBe(125);
  });

  it('gives each point back', () => {
    const index = collect(12).finish(total(12_300))!;
    expect([...index.starts]).toEqual([...Array.from({ length: 12 }, (_, number) => number * 1000), 12_300]);
    expect(index.startChecksums[11]).toBe(11);
    for (let number = 0; number < 12; number++) expect(gzipPoint(index, number)).toEqual(point(number));
    expect(Object.values(index).every((value) => typeof value === 'number' || value.buffer instanceof SharedArrayBuffer)).toBe(true);
  });

  it('takes every other one away where they are too many, and then fewer', () => {
    const points = collect(42);
    expect(points.distance(42_000)).toBe(0);
    const index = points.finish(total(42_500))!;
    expect(index.windows.length).toBeLessThanOrEqual(LIMITS.windows);
    expect([...index.starts.slice(0, 20)]).toEqual(Array.from({ length: 20 }, (_, number) => number * 2000));
    for (let number = 0; number < 20; number++) expect(gzipPoint(index, number)).toEqual(point(number * 2));
  });

  it('is of no use where points are too far from each other', () => {
    expect(collect(2).finish(total(6000))).toBeDefined();
    expect(collect(2).finish(total(6001))).toBeUndefined();
  });
});
