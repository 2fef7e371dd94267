import type { Finding, RuleText, ScanResult } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { describeEvidence } from './evidence-line.ts';
import { field, type Page, paragraph, plural } from './page.ts';
import { bySeverity } from './severity.ts';
import { describeRuleHead } from './user-data.ts';

/** A rule over a long list may fail for each of its rows; the JSON report has them all. */
const MAX_FINDINGS = 20;
const MAX_EVIDENCE = 6;

/** What failed, most severe rule first, each with its evidence and how to mend it. */
export function describeFailures(page: Page, { rules, findings }: ScanResult): string[] {
  const failed = findings.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return [];
  const failing = bySeverity(rules.filter(({ id }) => failed.some(({ ruleId }) => ruleId === id)));
  const heading = page.paint(`FAIL  ${plural(failing.length, 'rule')}, ${plural(failed.length, 'finding')}`, 'bold', 'red');
  const blocks = failing.map((rule) =>
    describeRule(
      page,
      rule,
      failed.filter(({ ruleId }) => ruleId === rule.id),
    ),
  );
  return [heading, ...blocks.flatMap((block) => ['', ...block])];
}

function describeRule(page: Page, rule: RuleText, findings: readonly Finding[]): string[] {
  const shown = findings.slice(0, MAX_FINDINGS);
  const hidden = findings.length - shown.length;
  return [
    ...describeRuleHead(page, rule),
    ...shown.flatMap((finding) => describeFinding(page, finding)),
    ...(hidden === 0 ? [] : paragraph(page, 4, `… and ${plural(hidden, 'finding')} more; the JSON report lists them.`)),
    ...field(page, 4, 'why', printableProse(rule.rationale)),
    ...field(page, 4, 'fix', printableProse(rule.remediation)),
  ];
}

export function describeFinding(page: Page, { title, subject, reason, evidence }: Finding): string[] {
  const hidden = evidence.length - MAX_EVIDENCE;
  return [
    ...paragraph(page, 4, printable(title)).map((line) => page.paint(line, 'bold')),
    ...(subject === undefined ? [] : field(page, 6, 'subject', printable(subject))),
    ...(reason === undefined ? [] : field(page, 6, 'reason', printable(reason, MAX_REASON))),
    ...evidence.slice(0, MAX_EVIDENCE).flatMap((item) => field(page, 6, 'evidence', describeEvidence(item))),
    ...(hidden > 0 ? field(page, 6, '', `… and ${hidden} more`) : []),
  ];
}

const MAX_REASON = 400;
