export type SarifProfile = 'full' | 'github';

export interface SarifOptions {
  /**
   * full: everything, for archives, viewers and auditors. github: what is wrong and nobody waived, within what GitHub code scanning
   * takes; it ignores kind and suppressions, and would open an alert for each pass.
   */
  readonly profile: SarifProfile;
  /** github: the file of the repository, relative to its root, and the line (from 1) on which alerts stand. Default: staticfire.yaml, line 1. */
  readonly anchor?: { readonly path: string; readonly line: number };
  /** Where the pages that `pack docs` writes are published: `<rulePages>/<pack>/docs/<area>.md#<name>`. Without it rules have no helpUri. */
  readonly rulePages?: string;
  /** What tells analyses of one commit apart. Default: `staticfire/<variant>`. */
  readonly category?: string;
}
