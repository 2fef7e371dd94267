import { type Gate, isAtLeast, type RuleText, type Severity } from '@staticfire/findings';

/**
 * Go or no-go. Failing rules at or above `failOn` fail it; else unknown ones at or above it leave it inconclusive.
 * Nothing that was positively judged (no rule, or every rule unknown) is inconclusive too, whatever `failOn` says.
 */
export function decideGate(rules: readonly RuleText[], failOn: Severity | 'none'): Gate {
  const required = failOn === 'none' ? [] : rules.filter(({ severity }) => isAtLeast(severity, failOn));
  const failing = required.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  const unknown = required.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id);
  const lists = { failOn, failing, unknown, waived: [] };
  if (failing.length > 0) return { verdict: 'failed', exitCode: 1, ...lists };
  const nothingJudged = rules.every(({ verdict }) => verdict === 'unknown' || verdict === 'not-applicable');
  if (unknown.length > 0 || nothingJudged) return { verdict: 'inconclusive', exitCode: 3, ...lists };
  return { verdict: 'passed', exitCode: 0, ...lists };
}
