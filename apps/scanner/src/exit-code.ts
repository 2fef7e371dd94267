/** Architecture section 5. */
export const ExitCode = {
  passed: 0,
  failed: 1,
  usage: 2,
  inconclusive: 3,
  /** Scanned, but a report could not be delivered. */
  undelivered: 4,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
