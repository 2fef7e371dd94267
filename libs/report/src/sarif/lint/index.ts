export type { LintProblem, LintTarget } from './lint-problem.ts';
export { type LintReport, lintSarif } from './lint-sarif.ts';
export { MAX_SARIF_BYTES, SarifError } from './parse-sarif.ts';
export { renderLintText } from './render-lint.ts';
