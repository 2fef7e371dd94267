import type { Severity } from '@staticfire/findings';

/** Bands of GitHub's security-severity, both ends inclusive. */
const SEVERITY_BANDS: Readonly<Record<Severity, readonly [lowest: number, highest: number]>> = {
  critical: [9, 10],
  high: [7, 8.9],
  medium: [4, 6.9],
  low: [0.1, 3.9],
  info: [0, 0],
};

/** `high goes from 7 to 8.9`; undefined when the number lies in its severity's band. */
export function bandProblem(severity: Severity, securitySeverity: number): string | undefined {
  const [lowest, highest] = SEVERITY_BANDS[severity];
  return securitySeverity < lowest || securitySeverity > highest ? `${severity} goes from ${lowest} to ${highest}` : undefined;
}

/** The number nearest to `securitySeverity` in the band of another severity. */
export function moveIntoBand(severity: Severity, securitySeverity: number): number {
  const [lowest, highest] = SEVERITY_BANDS[severity];
  return Math.min(highest, Math.max(lowest, securitySeverity));
}
