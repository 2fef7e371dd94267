import { printable } from '../../printable.ts';
import type { LintProblem } from './lint-problem.ts';
import type { LintReport } from './lint-sarif.ts';

const MAX_LINE = 1000;

/** What each check found, with how to mend it and the first places; the counts end it. */
export function renderLintText(file: string, { problems, errors, warnings }: LintReport): string {
  const lines = [...problems.flatMap((problem) => problemLines(file, problem)), `${file}: ${errors} errors, ${warnings} warnings`];
  return lines.map((line) => `${printable(line, MAX_LINE)}\n`).join('');
}

function problemLines(file: string, { id, level, mend, count, places }: LintProblem): readonly string[] {
  const left = count - places.length;
  return [
    `${file}: ${level} ${id}: ${mend}`,
    ...places.map(({ pointer, what }) => `  ${pointer === '' ? '' : `${pointer}: `}${what}`),
    ...(left === 0 ? [] : [`  and ${left} more places`]),
  ];
}
