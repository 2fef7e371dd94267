import type { PolicyOptions } from '../configuration/policy-options.ts';
import type { FormatOptions } from '../output/deliver-reports.ts';

export interface ReportOptions extends PolicyOptions, FormatOptions {
  readonly mode: 'release' | 'node';
}

/** Today in UTC, `YYYY-MM-DD`: attestations and waivers are held against it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
