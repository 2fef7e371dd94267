/** Something wrong in a pack's file. */
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

/** Everything that is wrong in the packs that were loaded; each line of the message is `file:line:column: problem`. */
export class PackLoadError extends Error {
  override readonly name = 'PackLoadError';
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    super(problems.map(describe).join('\n'));
    this.problems = problems;
  }
}

function describe({ file, line, column, message, example }: PackProblem): string {
  return `${file}:${line}:${column}: ${message}${example === undefined ? '' : `, for example: ${example}`}`;
}
