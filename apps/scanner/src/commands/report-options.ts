import type { ScanResult, Severity } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import type { OutputFile } from '../output/output-files.ts';
import { writeWholeFile } from '../output/write-file.ts';

export interface ReportOptions {
  readonly format: string;
  readonly output: readonly string[];
  readonly failOn: Severity | 'none';
  readonly mode: 'release' | 'node';
  readonly color: 'auto' | 'always' | 'never';
}

/** Writes the files, then stdout. */
export function deliver(result: ScanResult, options: ReportOptions, files: readonly OutputFile[]): void {
  for (const { reporter, path } of files) writeWholeFile(path, reporter.render(result, {}));
  const colour = options.color === 'always' || (options.color === 'auto' && process.stdout.isTTY && process.env.NO_COLOR === undefined);
  process.stdout.write(findReporter(options.format)!.render(result, { colour, width: process.stdout.columns ?? 100 }));
}
