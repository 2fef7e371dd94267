import { type RuleText, type Severity, severities } from '@staticfire/findings';
import type { Page, Style } from './page.ts';

const STYLES: Readonly<Record<Severity, readonly Style[]>> = {
  critical: ['bold', 'magenta'],
  high: ['bold', 'red'],
  medium: ['yellow'],
  low: ['cyan'],
  info: ['dim'],
};

/** As wide as the longest, so that what follows stands in a column. */
export function describeSeverity(page: Page, severity: Severity): string {
  return page.paint(severity.toUpperCase().padEnd('CRITICAL'.length), ...STYLES[severity]);
}

/** Most severe first; rules of one severity keep the order of the result. */
export function bySeverity(rules: readonly RuleText[]): RuleText[] {
  return severities.flatMap((severity) => rules.filter((rule) => rule.severity === severity));
}
