/** A file that a domain executes to become another. */
export interface Entrypoint {
  /** The file's type. */
  readonly type: number;
  /** Indexes of the rules that let the new domain be entered through it. */
  readonly entrypoint: readonly number[];
  /** Of those that let the old domain execute it. */
  readonly execute: readonly number[];
  /** Of the type_transition rules that choose the new domain. */
  readonly typeTransition: readonly number[];
}

/**
 * How a process of one domain can become one of another. By executing: a rule for `process transition`, an entrypoint it may execute, and a
 * type_transition or `setexec` of its own. Without: a rule for `process dyntransition` and `setcurrent` of its own. One way is complete, or both.
 */
export interface DomainTransition {
  readonly source: number;
  readonly target: number;
  readonly transition: readonly number[];
  /** Sorted by type; only those that lead to the target. */
  readonly entrypoints: readonly Entrypoint[];
  readonly setexec: readonly number[];
  readonly dyntransition: readonly number[];
  readonly setcurrent: readonly number[];
}
