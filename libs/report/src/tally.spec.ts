import { expect, test } from 'vitest';
import { goResult, sampleResult } from './sample-result.ts';
import { stateOf, tallyFindings } from './tally.ts';

test('a finding counts once: as what it is, or as waived while its waiver is valid', () => {
  expect(tallyFindings(sampleResult)).toEqual({ pass: 2, fail: 7, unknown: 2, 'not-applicable': 1, waived: 1 });
  expect(tallyFindings(goResult)).toEqual({ pass: 2, fail: 0, unknown: 0, 'not-applicable': 0, waived: 0 });
});

test('a waiver never hides what is unknown', () => {
  const unknown = sampleResult.findings.find(({ verdict }) => verdict === 'unknown')!;
  expect(stateOf(sampleResult, { ...unknown, waiver: 0 })).toBe('unknown');
});
