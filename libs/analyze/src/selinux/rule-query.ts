import { ruleKinds } from '@staticfire/read/formats/selinux-policy';

/** Kinds of rules of the access vector table, which have an access vector, a type or extended permissions. Named transitions are type transitions. */
export const searchedKinds = {
  allow: ruleKinds.allow,
  auditallow: ruleKinds.auditallow,
  dontaudit: ruleKinds.dontaudit,
  allowxperm: ruleKinds.allowxperm,
  auditallowxperm: ruleKinds.auditallowxperm,
  dontauditxperm: ruleKinds.dontauditxperm,
  type_transition: ruleKinds.typeTransition,
  type_change: ruleKinds.typeChange,
  type_member: ruleKinds.typeMember,
} as const;

/** What `sesearch` takes on its command line. A member that is not given matches everything. */
export interface RuleQuery {
  readonly kinds: readonly (keyof typeof searchedKinds)[];
  /** A type, an alias or an attribute (`-s`). */
  readonly source?: string;
  /** Only rules that name the source itself (`-ds`); else those that stand for a type that it stands for too. */
  readonly sourceDirect?: boolean;
  readonly target?: string;
  readonly targetDirect?: boolean;
  /** Any of them (`-c`). */
  readonly classes?: readonly string[];
  /** Rules with any of them (`-p`); `ioctl` and `nlmsg` find extended rules. */
  readonly permissions?: readonly string[];
  /** The new type of a type rule, or an attribute of it (`-D`). */
  readonly newType?: string;
  /** Rules whose condition has any of these booleans (`-b`). */
  readonly booleans?: readonly string[];
}

/** What `sesearch --role_allow` and `--role_trans` take. */
export interface RoleQuery {
  readonly source?: string;
  /** A role of a role allow; a type or attribute of a role transition. */
  readonly target?: string;
  readonly classes?: readonly string[];
  readonly newRole?: string;
}

/** What `sesearch --range_trans` takes. */
export type RangeQuery = Pick<RuleQuery, 'source' | 'sourceDirect' | 'target' | 'targetDirect' | 'classes'>;

/** A query names something that the policy does not define: a typo must not pass for "no rule". */
export class UnknownSymbolError extends Error {
  override readonly name = 'UnknownSymbolError';
  /** What it would be: `class`, `type or attribute`. */
  readonly kind: string;
  readonly symbol: string;
  /** Names of that kind that the policy does define, one of which may have been meant. */
  readonly candidates: readonly string[];

  constructor(kind: string, symbol: string, candidates: readonly string[] = []) {
    super(`the policy has no ${kind} ${JSON.stringify(symbol)}`);
    this.kind = kind;
    this.symbol = symbol;
    this.candidates = candidates;
  }
}
