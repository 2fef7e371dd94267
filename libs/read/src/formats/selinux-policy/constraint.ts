import type { Ebitmap } from './ebitmap.ts';

/** Numbers of constraint expressions (libsepol constraint.h, `CEXPR_*`). */
export const constraintNodes = { not: 1, and: 2, or: 3, attribute: 4, names: 5 } as const;
export const constraintAttributes = {
  user: 1,
  role: 2,
  type: 4,
  target: 8,
  thirdContext: 16,
  l1l2: 32,
  l1h2: 64,
  h1l2: 128,
  h1h2: 256,
  l1h1: 512,
  l2h2: 1024,
} as const;
export const constraintOperators = { equal: 1, notEqual: 2, dominates: 3, dominatedBy: 4, incomparable: 5 } as const;

/** One step of a postfix expression. */
export interface ConstraintNode {
  readonly node: number;
  readonly attribute: number;
  readonly operator: number;
  /** For `names`: users, roles or types with attributes expanded; bits are values less 1. */
  readonly names: Ebitmap;
  /** For `names`, from version 29: types and attributes as they were written, and those excluded. */
  readonly typeSet: ConstraintTypeSet | undefined;
}

export interface ConstraintTypeSet {
  readonly types: Ebitmap;
  readonly negated: Ebitmap;
  /** 1 all types, 2 complement. */
  readonly flags: number;
}

export interface SelinuxConstraint {
  /** An access vector of the class; 0 for validatetrans. */
  readonly permissions: number;
  readonly expression: readonly ConstraintNode[];
  readonly offset: number;
}
