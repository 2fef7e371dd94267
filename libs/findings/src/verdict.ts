export const verdicts = ['pass', 'fail', 'unknown', 'not-applicable'] as const;

/**
 * pass: evidence read, statement holds. fail: evidence read, statement does not hold. unknown: evidence damaged,
 * unsupported or over a limit. not-applicable: a positively identified fact rules it out.
 */
export type Verdict = (typeof verdicts)[number];

/** Most severe first. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];

/** True when `severity` is as severe as `threshold`, or more. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
