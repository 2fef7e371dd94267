import { type Finding, type Gate, isAtLeast, type RuleText, type Severity } from '@staticfire/findings';
import type { WaivedFindings } from './waive-findings.ts';

/**
 * Go or no-go. Failing rules at or above `failOn` fail it, unless a valid waiver is about each of their failing findings; else unknown
 * ones at or above it leave it inconclusive, and so do waived ones with findings that are unknown beside.
 * Nothing that was positively judged (no rule, or every rule unknown) is inconclusive too, whatever `failOn` says.
 */
export function decideGate(rules: readonly RuleText[], judged: WaivedFindings, failOn: Severity | 'none'): Gate {
  const required = failOn === 'none' ? [] : rules.filter(({ severity }) => isAtLeast(severity, failOn));
  const waivedIds = fullyWaived(judged);
  const unreadable = new Set(judged.findings.filter(({ verdict }) => verdict === 'unknown').map(({ ruleId }) => ruleId));
  const isWaived = ({ id, verdict }: RuleText) => verdict === 'fail' && waivedIds.has(id);
  const failing = idsOf(required, (rule) => rule.verdict === 'fail' && !isWaived(rule));
  const unknown = idsOf(required, (rule) => rule.verdict === 'unknown' || (isWaived(rule) && unreadable.has(rule.id)));
  const lists = { failOn, failing, unknown, waived: idsOf(required, isWaived) };
  if (failing.length > 0) return { verdict: 'failed', exitCode: 1, ...lists };
  const nothingJudged = rules.every(({ verdict }) => verdict === 'unknown' || verdict === 'not-applicable');
  if (unknown.length > 0 || nothingJudged) return { verdict: 'inconclusive', exitCode: 3, ...lists };
  return { verdict: 'passed', exitCode: 0, ...lists };
}

/** Rules of which at least one finding is waived, and none fails without a valid waiver. */
function fullyWaived({ findings, waivers }: WaivedFindings): ReadonlySet<string> {
  const failed = findings.filter(({ verdict }) => verdict === 'fail');
  const isWaived = ({ waiver }: Finding) => waiver !== undefined && waivers[waiver]?.state === 'valid';
  const open = new Set(failed.filter((finding) => !isWaived(finding)).map(({ ruleId }) => ruleId));
  return new Set(failed.map(({ ruleId }) => ruleId).filter((id) => !open.has(id)));
}

function idsOf(rules: readonly RuleText[], matches: (rule: RuleText) => boolean): readonly string[] {
  return rules.filter(matches).map(({ id }) => id);
}
