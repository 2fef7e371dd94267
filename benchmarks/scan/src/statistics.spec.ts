import { describe, expect, it } from 'vitest';
import { fitLine, median } from './statistics.ts';

describe('median', () => {
  it.each([
    { values: [3, 1, 2], expected: 2 },
    { values: [10, 1, 2, 9], expected: 5.5 },
    { values: [7], expected: 7 },
    { values: [10, 9, 100], expected: 10 },
  ])('of $values is $expected', ({ values, expected }) => {
    expect(median(values)).toBe(expected);
  });

  it('leaves the values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('fitLine', () => {
  it('finds the line that all points lie on', () => {
    const line = fitLine([1, 2, 4, 8].map((x) => ({ x, y: 0.25 + 0.75 * x })));
    expect(line.slope).toBeCloseTo(0.75, 10);
    expect(line.intercept).toBeCloseTo(0.25, 10);
    expect(line.deviation).toBeCloseTo(0, 10);
  });

  // By hand: mean (2, 4); slope = ((-1)(-2) + 0(-2) + 1·4) / 2 = 3; line -2 + 3x gives 1, 4, 7 for 2, 2, 8.
  it('takes the least squares of points that lie on none', () => {
    const line = fitLine([
      { x: 1, y: 2 },
      { x: 2, y: 2 },
      { x: 3, y: 8 },
    ]);
    expect(line.slope).toBeCloseTo(3, 10);
    expect(line.intercept).toBeCloseTo(-2, 10);
    expect(line.deviation).toBeCloseTo(2 / 8, 10);
  });

  it('refuses points that lie above one another', () => {
    expect(() => fitLine([{ x: 1, y: 1 }])).toThrow('two points');
    expect(() => fitLine([])).toThrow('two points');
  });
});
