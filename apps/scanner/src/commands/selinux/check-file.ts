import type { ClassMaps, PolicyAssertion } from '@staticfire/analyze/selinux/assertions';

/** An assertion under a name. */
export interface NamedCheck {
  readonly name: string;
  readonly description?: string;
  /** Why it is not decided. */
  readonly disabled?: string;
  readonly assertion: PolicyAssertion;
}

export interface CheckFile {
  /** In the order of the file. */
  readonly checks: readonly NamedCheck[];
  readonly classMaps?: ClassMaps;
}
