/** Something wrong in a document that says how to judge: a pack's file, a tailoring, a list of attestations. */
export interface PackProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
  /** A valid piece of text, where one helps. */
  readonly example?: string;
}

const MAX_SHOWN = 200;

/** Everything that is wrong in the packs that were loaded, by file and line; each line of the message is `file:line:column: problem`. */
export class PackLoadError extends Error {
  override readonly name = 'PackLoadError';
  /** Sorted by place. */
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    const sorted = sortProblems(problems);
    const hidden = sorted.length - MAX_SHOWN;
    super([...sorted.slice(0, MAX_SHOWN).map(describeProblem), ...(hidden > 0 ? [`… and ${hidden} problems more`] : [])].join('\n'));
    this.problems = sorted;
  }
}

/** `file:line:column: problem, for example: …` */
export function describeProblem({ file, line, column, message, example }: PackProblem): string {
  return `${file}:${line}:${column}: ${message}${example === undefined ? '' : `, for example: ${example}`}`;
}

/** By file, then by place. */
export function sortProblems(problems: readonly PackProblem[]): readonly PackProblem[] {
  return [...problems].sort(byPlace);
}

function byPlace(a: PackProblem, b: PackProblem): number {
  return compareText(a.file, b.file) || a.line - b.line || a.column - b.column;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
