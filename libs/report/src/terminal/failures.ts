import type { Finding, RuleText, ScanResult } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { stateOf } from '../tally.ts';
import { describeEvidence } from './evidence-line.ts';
import { field, type Page, paragraph, plural } from './page.ts';
import { bySeverity } from './severity.ts';
import { describeRuleHead } from './user-data.ts';
import { describeWaiverOf } from './waivers.ts';

/** A rule over a long list may fail for each of its rows; the JSON report has them all. */
const MAX_FINDINGS = 20;
const MAX_EVIDENCE = 6;

/** What failed, most severe rule first, each with its evidence and how to mend it. */
export function* describeFailures(page: Page, result: ScanResult): Generator<string> {
  const { rules, findings } = result;
  const failed = findings.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return;
  const byRule = Map.groupBy(failed, ({ ruleId }) => ruleId);
  const failing = bySeverity(rules.filter(({ id }) => byRule.has(id)));
  const waived = failed.filter((finding) => stateOf(result, finding) === 'waived').length;
  const counts = `${plural(failing.length, 'rule')}, ${plural(failed.length, 'finding')}${waived === 0 ? '' : `, ${waived} of them waived`}`;
  yield page.paint(`FAIL  ${counts}`, 'bold', 'red');
  for (const rule of failing) yield* ['', ...describeRule(page, result, rule, byRule.get(rule.id)!)];
}

/** Findings that nobody waived come first. */
function describeRule(page: Page, result: ScanResult, rule: RuleText, findings: readonly Finding[]): string[] {
  const isWaived = (finding: Finding) => Number(stateOf(result, finding) === 'waived');
  const shown = findings.toSorted((a, b) => isWaived(a) - isWaived(b)).slice(0, MAX_FINDINGS);
  const hidden = findings.length - shown.length;
  return [
    ...describeRuleHead(page, rule),
    ...shown.flatMap((finding) => describeFinding(page, finding, describeWaiverOf(page, result, finding))),
    ...(hidden === 0 ? [] : paragraph(page, 4, `… and ${plural(hidden, 'finding')} more; the JSON report lists them.`)),
    ...field(page, 4, 'why', printableProse(rule.rationale)),
    ...field(page, 4, 'fix', printableProse(rule.remediation)),
  ];
}

/** `notes` are lines below the title. */
export function describeFinding(page: Page, { title, subject, reason, evidence }: Finding, notes: readonly string[] = []): string[] {
  const hidden = evidence.length - MAX_EVIDENCE;
  return [
    ...paragraph(page, 4, printable(title)).map((line) => page.paint(line, 'bold')),
    ...notes,
    ...(subject === undefined ? [] : field(page, 6, 'subject', printable(subject))),
    ...(reason === undefined ? [] : field(page, 6, 'reason', printable(reason, MAX_REASON))),
    ...evidence.slice(0, MAX_EVIDENCE).flatMap((item) => field(page, 6, 'evidence', describeEvidence(item))),
    ...(hidden > 0 ? field(page, 6, '', `… and ${hidden} more`) : []),
  ];
}

const MAX_REASON = 400;
