import type { RuleText, ScanResult } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { type Page, paragraph, plural } from './page.ts';
import { padTo, textWidth } from './text-width.ts';

/** One line for each rule that holds. */
export function describePasses(page: Page, { rules }: ScanResult): string[] {
  const passed = rules.filter(({ verdict }) => verdict === 'pass');
  if (passed.length === 0) return [];
  const heading = page.paint(`PASS  ${plural(passed.length, 'rule')}`, 'bold', 'green');
  return [heading, ...describeRows(page, passed, ({ title }) => printableProse(title))];
}

export function describeNotApplicable(page: Page, { rules, findings }: ScanResult): string[] {
  const ruledOut = rules.filter(({ verdict }) => verdict === 'not-applicable');
  if (ruledOut.length === 0) return [];
  const reasons = new Map(findings.toReversed().map(({ ruleId, reason }) => [ruleId, reason]));
  const reasonOf = ({ id, title }: RuleText) => reasons.get(id) ?? title;
  const heading = page.paint(`NOT APPLICABLE  ${plural(ruledOut.length, 'rule')}`, 'bold');
  return [heading, ...describeRows(page, ruledOut, (rule) => printable(reasonOf(rule)))];
}

/** Id and text in two columns where both fit, else the text below its id. */
export function describeRows<T extends { readonly id: string }>(page: Page, rules: readonly T[], textOf: (rule: T) => string): string[] {
  const column = rules.reduce((widest, { id }) => Math.max(widest, textWidth(printable(id))), 0) + 4;
  return rules.flatMap((rule) => {
    const [id, text] = [printable(rule.id), textOf(rule)];
    const row = `  ${padTo(id, column - 2)}${text}`;
    return textWidth(row) <= page.width ? [row] : [`  ${id}`, ...paragraph(page, 6, text)];
  });
}
