import type { Finding, ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { describeFinding } from './failures.ts';
import { field, type Page, paragraph, plural } from './page.ts';
import { bySeverity } from './severity.ts';
import { describeRuleHead } from './user-data.ts';

const MAX_MESSAGE = 400;
const MAX_FINDINGS = 20;

/** What could not be decided, and why. Unknown is never pass. */
export function* describeUnknowns(page: Page, { rules, findings }: ScanResult): Generator<string> {
  const byRule = Map.groupBy(
    findings.filter(({ verdict }) => verdict === 'unknown'),
    ({ ruleId }) => ruleId,
  );
  if (byRule.size === 0) return;
  const undecided = bySeverity(rules.filter(({ id }) => byRule.has(id)));
  yield page.paint(`UNKNOWN  ${plural(undecided.length, 'rule')}: evidence could not be read, so this is not a pass`, 'bold', 'yellow');
  for (const rule of undecided) yield* ['', ...describeRuleHead(page, rule), ...describeOpen(page, byRule.get(rule.id)!)];
}

function describeOpen(page: Page, findings: readonly Finding[]): string[] {
  const hidden = findings.length - MAX_FINDINGS;
  return [
    ...findings.slice(0, MAX_FINDINGS).flatMap((finding) => describeFinding(page, finding)),
    ...(hidden > 0 ? paragraph(page, 4, `… and ${plural(hidden, 'finding')} more; the JSON report lists them.`) : []),
  ];
}

/** Errors that a rule's expression raised: the pack is at fault, not the image. */
export function describeRuleErrors(page: Page, { ruleErrors }: ScanResult): string[] {
  if (ruleErrors.length === 0) return [];
  const heading = page.paint(`BUGS IN RULES  ${ruleErrors.length}: please report them to the author of the pack`, 'bold', 'yellow');
  return [heading, ...ruleErrors.flatMap(({ ruleId, message }) => [`  ${printable(ruleId)}`, ...field(page, 4, 'error', printable(message, MAX_MESSAGE))])];
}
