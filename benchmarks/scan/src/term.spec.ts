import { expect, it } from 'vitest';
import type { Measurement } from './measure.ts';
import { constant, difference, figureOf, type Measurements, peakMegabytes, printed, scaled, seconds, total } from './term.ts';

const rounds = (...values: readonly number[]): Measurement[] =>
  values.map((value) => ({ seconds: value, peakMegabytes: value * 100, printed: { open: value / 10 } }));
const measurements: Measurements = new Map([
  ['ours', rounds(3, 1, 2)],
  ['theirs', rounds(2, 0.5, 4)],
]);

it.each([
  { what: 'time is the median', term: seconds('ours'), expected: { value: 2, least: 1, most: 3 } },
  { what: 'memory is the largest peak', term: peakMegabytes('ours'), expected: { value: 300, least: 100, most: 300 } },
  { what: 'a printed figure is the median', term: printed('theirs', 'open'), expected: { value: 0.2, least: 0.05, most: 0.4 } },
  // Round by round: 1, 0.5, -2.
  { what: 'a difference is taken round by round', term: difference(seconds('ours'), seconds('theirs')), expected: { value: 0.5, least: -2, most: 1 } },
  // Round by round: 5, 1.5, 6.
  { what: 'a total is taken round by round', term: total(seconds('ours'), seconds('theirs')), expected: { value: 5, least: 1.5, most: 6 } },
  { what: 'a scaled figure is so in each round', term: scaled(seconds('ours'), 10), expected: { value: 20, least: 10, most: 30 } },
  { what: 'a constant is itself', term: constant(0.15), expected: { value: 0.15, least: 0.15, most: 0.15 } },
])('$what', ({ term, expected }) => {
  const figure = figureOf(term, measurements);
  for (const key of ['value', 'least', 'most'] as const) expect(figure[key]).toBeCloseTo(expected[key], 10);
});

it('says what has to be measured', () => {
  expect(difference(seconds('ours'), seconds('theirs')).needs).toEqual(['ours', 'theirs']);
  expect(constant(1).needs).toEqual([]);
});

it('a figure that is not printed is named', () => {
  expect(() => figureOf(printed('ours', 'close'), measurements)).toThrow("ours prints no figure 'close', only open");
});
