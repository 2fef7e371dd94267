/** What no rule may allow, attributes and sets of permissions expanded. */
export interface Neverallow {
  /** The module it stands in. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The statement on one line. */
  readonly text: string;
  /** Types, sorted. */
  readonly sources: readonly string[];
  /** Types, sorted; the sources themselves when `isSelf`. */
  readonly targets: readonly string[];
  /** Only what a type may do to itself is meant. */
  readonly isSelf: boolean;
  /** Sorted permissions by class, classes sorted. */
  readonly access: Readonly<Record<string, readonly string[]>>;
}
