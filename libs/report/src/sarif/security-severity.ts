import type { RuleText, Severity } from '@staticfire/findings';

/** GitHub: above 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low. Lower edges are left out, since texts of GitHub differ on them. */
const BANDS = {
  critical: [9.1, 10],
  high: [7.1, 8.9],
  medium: [4.1, 6.9],
  low: [0.1, 3.9],
} as const satisfies Partial<Record<Severity, readonly [lowest: number, highest: number]>>;

/** The rule's number as text with one decimal, inside the band of its severity; undefined for info, which is no matter of security. */
export function securitySeverityOf({ severity, securitySeverity }: Pick<RuleText, 'severity' | 'securitySeverity'>): string | undefined {
  if (severity === 'info') return undefined;
  const [lowest, highest] = BANDS[severity];
  return Math.min(highest, Math.max(lowest, securitySeverity)).toFixed(1);
}
