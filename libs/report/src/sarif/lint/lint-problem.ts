/** error: GitHub rejects the file, or it is no SARIF. warning: something suffers, such as alerts that never close or viewers that fail. */
export type LintLevel = 'error' | 'warning';

/** github: the specification and what GitHub code scanning asks for. viewer: the specification alone. */
export type LintTarget = 'github' | 'viewer';

/** What one check found; `schema` is the id of what the schema of OASIS refuses. */
export interface LintProblem {
  readonly id: string;
  readonly level: LintLevel;
  readonly mend: string;
  /** All places. */
  readonly count: number;
  /** The first of them: a tool makes one mistake in every result. */
  readonly places: readonly LintPlace[];
}

export interface LintPlace {
  /** JSON pointer; empty: the file as a whole. */
  readonly pointer: string;
  readonly what: string;
}
