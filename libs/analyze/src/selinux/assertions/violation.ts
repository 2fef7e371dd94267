/** One thing that is not as an assertion says. */
export interface Violation {
  /** What it is about, in a policy's own words; violations are sorted by it. */
  readonly subject: string;
  readonly message: string;
  /** Names, never aliases or attributes. */
  readonly source?: string;
  readonly target?: string;
  readonly class?: string;
  /** Sorted. */
  readonly permissions?: readonly string[];
  /** The rules that prove it as `sesearch` prints them, sorted, at most 50. */
  readonly rules: readonly string[];
  /** Why something that has to be allowed is not. */
  readonly denied?: string;
}

export interface AssertionVerdict {
  readonly holds: boolean;
  /** The first 200, sorted by subject and message. */
  readonly violations: readonly Violation[];
  /** Of all violations, the ones not listed included. */
  readonly total: number;
}
