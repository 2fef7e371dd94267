/** What an extended rule allows or audits. */
export interface ExtendedPermissions {
  /** 1 ioctl commands of one driver, 2 all commands of the drivers whose bits are set, 3 netlink messages of one group of 256. */
  readonly kind: number;
  /** The high byte of the commands or messages; of no meaning for kind 2. */
  readonly driver: number;
  /** 256 bits in 32 bytes, the lowest first. */
  readonly bitmap: Uint8Array;
}

export const extendedKinds = { ioctlFunction: 1, ioctlDriver: 2, netlinkMessage: 3 } as const;

/**
 * All rules of the access vector table, and behind them those of the conditionals in file order. One column for each member, indexed by rule:
 * a policy has 10^5 of them.
 */
export interface RuleTable {
  readonly count: number;
  /** Rules before this index are unconditional, those from it on conditional. */
  readonly unconditionalCount: number;
  /** A type's or attribute's value. */
  readonly source: Uint16Array;
  readonly target: Uint16Array;
  readonly tclass: Uint16Array;
  /** One bit of `ruleKinds`. */
  readonly kind: Uint16Array;
  /**
   * An access vector, a type's value, or an index into `xperms`. Of a dontaudit, which the file inverts, these are the permissions that are not audited.
   * Bits that the class has no permission for are left out.
   */
  readonly data: Uint32Array;
  /** -1 for an unconditional rule; else twice the index of its conditional, plus 1 in the branch for false. */
  readonly conditional: Int32Array;
  /** Absolute offset of the record. */
  readonly offset: Uint32Array;
  readonly xperms: readonly ExtendedPermissions[];
}

/** A boolean expression with rules for either outcome. */
export interface Conditional {
  /** As stored; to be computed from the booleans instead. */
  readonly currentState: number;
  readonly expression: readonly ConditionalNode[];
  readonly offset: number;
}

/** One step of a postfix expression: libsepol conditional.h, `COND_*`. */
export interface ConditionalNode {
  readonly operator: number;
  /** A boolean's value, for `conditionalOperators.boolean`. */
  readonly boolean: number;
}

export const conditionalOperators = { boolean: 1, not: 2, or: 3, and: 4, xor: 5, equal: 6, notEqual: 7 } as const;
