import type { ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import type { PolicyOptions } from '../configuration/policy-options.ts';
import type { OutputFile } from '../output/output-files.ts';
import { writeWholeFile } from '../output/write-file.ts';

export interface ReportOptions extends PolicyOptions {
  readonly format: string;
  readonly output: readonly string[];
  readonly mode: 'release' | 'node';
  readonly color: 'auto' | 'always' | 'never';
}

/** Today in UTC, `YYYY-MM-DD`: attestations and waivers are held against it. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Writes the files, then stdout. */
export function deliver(result: ScanResult, options: ReportOptions, files: readonly OutputFile[]): void {
  for (const { reporter, path } of files) writeWholeFile(path, reporter.render(result, {}));
  const colour = options.color === 'always' || (options.color === 'auto' && process.stdout.isTTY && process.env.NO_COLOR === undefined);
  process.stdout.write(findReporter(options.format)!.render(result, { colour, width: process.stdout.columns ?? 100 }));
}
