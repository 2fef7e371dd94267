import { type Finding, type ScanResult, type Severity, severities } from '@staticfire/findings';
import { stateOf } from '../tally.ts';
import type { SarifProfile } from './sarif-options.ts';

/** What GitHub keeps of one upload. */
const GITHUB_RESULTS = 5000;
/** What GitHub takes at all, and more than viewers show. */
const FULL_RESULTS = 25_000;

/** A failure is never cut while something that is none is kept. */
const STATES = ['fail', 'unknown', 'waived', 'not-applicable', 'pass'] as const;

export interface OrderedFindings {
  readonly kept: readonly Finding[];
  /** Cut off. */
  readonly left: readonly Finding[];
}

/** The findings that the profile tells: by state, then most severe first, then by rule id and subject, cut at its limit. */
export function orderFindings(result: ScanResult, profile: SarifProfile): OrderedFindings {
  const severityOf = new Map(result.rules.map(({ id, severity }) => [id, severity]));
  const buckets: Finding[][] = Array.from({ length: STATES.length * severities.length }, () => []);
  for (const finding of result.findings) {
    const state = stateOf(result, finding);
    if (profile === 'github' && state !== 'fail') continue;
    buckets[STATES.indexOf(state) * severities.length + rankOf(severityOf.get(finding.ruleId))]!.push(finding);
  }
  const all = buckets.flat();
  const limit = profile === 'github' ? GITHUB_RESULTS : FULL_RESULTS;
  return { kept: all.slice(0, limit), left: all.slice(limit) };
}

function rankOf(severity: Severity | undefined): number {
  return severities.indexOf(severity ?? 'info');
}
