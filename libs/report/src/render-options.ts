export interface RenderOptions {
  /** ANSI colours; off unless asked for. */
  readonly colour?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
  /** Line of a file in the user's repository where a reader finds results that stand in no file of it. */
  readonly anchor?: Anchor;
  /** Where the pages that `pack docs` writes are published, an absolute URL; SARIF leads from each rule to its place there. */
  readonly rulePages?: string;
  /** Reports of this run that were written to files; absent: not known. */
  readonly written?: readonly WrittenReport[];
  /** Bytes of UTF-8 that are left, where a format has a limit. */
  readonly maxBytes?: number;
}

export interface Anchor {
  /** Relative to the repository's root, with forward slashes. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

export interface WrittenReport {
  /** Name of a reporter. */
  readonly format: string;
  readonly path: string;
}
