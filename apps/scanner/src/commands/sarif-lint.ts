import { readFileSync, statSync } from 'node:fs';
import { printable, renderJsonText } from '@staticfire/report';
import { type LintReport, type LintTarget, lintSarif, MAX_SARIF_BYTES, renderLintText, SarifError } from '@staticfire/report/sarif-lint';
import { ExitCode } from '../exit-code.ts';
import { describeFileError } from '../file-error.ts';

interface Options {
  readonly for: LintTarget;
  readonly format: 'text' | 'json';
}

type FileReport = { readonly file: string } & (LintReport | { readonly unreadable: string });

/** Checks each file, also after one that cannot be read; exit 2 when one cannot, else 1 when one has an error. */
export function lint(files: readonly string[], { for: target, format }: Options): ExitCode {
  const reports: FileReport[] = [];
  for (const file of files) {
    const report = lintFile(file, target);
    reports.push(report);
    if (format === 'text') process.stdout.write(renderText(report));
  }
  if (format === 'json') process.stdout.write(renderJsonText({ for: target, files: reports }));
  if (reports.some((report) => 'unreadable' in report)) return ExitCode.usage;
  return reports.some((report) => 'errors' in report && report.errors > 0) ? ExitCode.failed : ExitCode.passed;
}

function lintFile(file: string, target: LintTarget): FileReport {
  try {
    return { file, ...lintSarif(readBounded(file), target) };
  } catch (error) {
    if (!(error instanceof SarifError) && !isSystemError(error)) throw error;
    return { file, unreadable: error instanceof SarifError ? error.message : describeFileError(error) };
  }
}

function readBounded(file: string): Uint8Array {
  const stat = statSync(file);
  if (stat.isFile() && stat.size > MAX_SARIF_BYTES) throw new SarifError(`it has ${stat.size} bytes, at most ${MAX_SARIF_BYTES} are looked at`);
  if (!stat.isFile() && !stat.isDirectory()) throw new SarifError('it is not a regular file');
  return readFileSync(file);
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function renderText(report: FileReport): string {
  return 'unreadable' in report ? `${printable(report.file)}: ${printable(report.unreadable, 500)}\n` : renderLintText(report.file, report);
}
