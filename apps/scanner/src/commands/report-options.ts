import type { PolicyOptions } from '../configuration/policy-options.ts';
import type { FormatOptions } from '../output/deliver-reports.ts';

export interface ReportOptions extends PolicyOptions, FormatOptions {
  readonly mode: 'release' | 'node';
  /** In UTC, `YYYY-MM-DD`: attestations, waivers and what expires are held against it. */
  readonly day: string;
}
