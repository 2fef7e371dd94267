import type { Finding, Verdict } from '@staticfire/findings';

/** Of a finding, and of a rule over its findings: what asks for work stands first. */
export const states = ['fail', 'unknown', 'waived', 'not-applicable', 'pass'] as const;
export type State = (typeof states)[number];
export type StateCounts = Readonly<Record<State, number>>;

export const stateWords: Readonly<Record<State, string>> = {
  fail: 'Failed',
  unknown: 'Unknown',
  waived: 'Waived',
  'not-applicable': 'Not applicable',
  pass: 'Passed',
};

export function countStates(findings: readonly Finding[], stateOf: (finding: Finding) => State): StateCounts {
  const counts = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
  for (const finding of findings) counts[stateOf(finding)] += 1;
  return counts;
}

/** Where a rule is listed: by the first of its findings' states; without any, by its verdict. */
export function stateOfRule(verdict: Verdict, counts: StateCounts): State {
  if (counts.fail > 0) return 'fail';
  if (counts.unknown > 0 || verdict === 'unknown') return 'unknown';
  return counts.waived > 0 ? 'waived' : verdict;
}
