import { describe, expect, it } from 'vitest';
import { describeSharedDays, isDay, type Period, stateOn } from './period.ts';

const period = (first: string, last: string): Period => ({ first, last });

describe('stateOn', () => {
  it.each([
    ['the day before', '2026-09-30', 'not-yet-valid'],
    ['the first day', '2026-10-01', 'valid'],
    ['a day between', '2027-01-01', 'valid'],
    ['the last day', '2027-03-31', 'valid'],
    ['the day after', '2027-04-01', 'expired'],
  ])('%s', (_, today, state) => {
    expect(stateOn(period('2026-10-01', '2027-03-31'), today)).toBe(state);
  });

  it('a period that is open to the past has always begun', () => {
    expect(stateOn(period('', '2027-03-31'), '0001-01-01')).toBe('valid');
  });
});

describe('describeSharedDays', () => {
  it.each([
    ['one within the other', period('2026-01-01', '2026-12-31'), period('2026-02-01', '2026-03-01'), 'from 2026-02-01 to 2026-03-01'],
    ['a single day', period('2026-01-01', '2026-02-01'), period('2026-02-01', '2026-03-01'), 'from 2026-02-01 to 2026-02-01'],
    ['neighbours', period('2026-01-01', '2026-01-31'), period('2026-02-01', '2026-03-01'), undefined],
    ['one open to the past', period('', '2026-02-01'), period('2026-01-01', '2026-03-01'), 'from 2026-01-01 to 2026-02-01'],
    ['both open to the past', period('', '2026-02-01'), period('', '2026-01-01'), 'until 2026-01-01'],
  ])('%s', (_, a, b, expected) => {
    expect(describeSharedDays(a, b)).toBe(expected);
    expect(describeSharedDays(b, a)).toBe(expected);
  });
});

it.each([
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-04-31', false],
  ['9999-12-31', true],
])('there is a day %s: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected);
});
