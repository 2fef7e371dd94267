import type { RecordedTarget } from '@staticfire/testkit/fuzz';
import { describe, expect, it } from 'vitest';
import { campaignRow, isEnough } from './campaign-row.ts';

const coverage = { lines: { covered: 9, total: 10 }, branches: { covered: 3, total: 4 } };
const run = { seed: 7, date: '2026-11-26', commit: 'abcdef0' };
const line: RecordedTarget = {
  decoder: 'gpt',
  suite: 'a.fuzz.spec.ts',
  target: 'one',
  seeds: ['x'],
  executions: 600_000,
  seconds: 10.1,
  seed: 7,
  peakMib: 100,
};

describe('the row of a campaign', () => {
  it('sums what its targets did, with the highest peak', () => {
    expect(campaignRow([line, { ...line, target: 'two', seconds: 0.2, peakMib: 120 }], coverage, [], run)).toEqual({
      ...{ decoder: 'gpt', suite: 'a.fuzz.spec.ts', seeds: ['x'], executions: 1_200_000, seconds: 10.3, coverage, peakMib: 120, open: [], ...run },
      targets: [
        { target: 'one', executions: 600_000, seconds: 10.1 },
        { target: 'two', executions: 600_000, seconds: 0.2 },
      ],
    });
  });

  it('keeps every failure open', () => {
    expect(campaignRow([{ ...line, failure: 'Error: loop' }], coverage, ['vitest ended with 134'], run).open).toEqual([
      'one: Error: loop',
      'vitest ended with 134',
    ]);
  });

  it('is of one target at least', () => {
    expect(() => campaignRow([], coverage, [], run)).toThrow('no target was recorded');
  });

  it.each([
    ['a million executions', 1_000_000, 1, true],
    ['twenty minutes', 5, 1200, true],
    ['a little less of both', 999_999, 1199.9, false],
  ])('%s', (_, executions, seconds, enough) => {
    expect(isEnough({ ...campaignRow([line], coverage, [], run), executions, seconds })).toBe(enough);
  });
});
