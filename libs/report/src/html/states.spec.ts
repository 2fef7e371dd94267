import { expect, test } from 'vitest';
import { type StateCounts, stateOfRule } from './states.ts';

const none: StateCounts = { fail: 0, unknown: 0, waived: 0, 'not-applicable': 0, pass: 0 };

test.each([
  ['fail', 'fail', { ...none, fail: 1, unknown: 1, waived: 1 }],
  ['unknown', 'fail', { ...none, unknown: 1, waived: 3 }],
  ['waived', 'fail', { ...none, waived: 2, pass: 4 }],
  ['unknown', 'unknown', none],
  ['pass', 'pass', { ...none, pass: 1 }],
  ['not-applicable', 'not-applicable', { ...none, 'not-applicable': 1 }],
] as const)('%s is where a rule with verdict %s stands', (state, verdict, counts) => {
  expect(stateOfRule(verdict, counts)).toBe(state);
});
