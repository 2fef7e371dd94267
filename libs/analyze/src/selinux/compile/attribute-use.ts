import { type CilProgram, type CilSet, type CilStatement, nameAt, namesOf, operandAt } from '../cil/index.ts';
import { isTrueAt } from '../cil/tunables.ts';
import type { PolicyConditions } from './policy-conditions.ts';
import type { PolicyConstraints } from './policy-constraints.ts';
import type { PolicyTypes } from './policy-types.ts';

/** What attributes are named in, a bit for each. */
const USES = { rule: 1, neverallow: 2, constraint: 4, expanded: 8, unexpanded: 16 } as const;
const RULES = ['allow', 'auditallow', 'dontaudit', 'allowx', 'auditallowx', 'dontauditx'];
const NEVERALLOWS = ['neverallow', 'neverallowx'];
const SELF = 'self';
/** In names of attributes that a compiler of another language made (libsepol `TYPEATTR_INFIX`, `GEN_REQUIRE_ATTR`). */
const GENERATED = ['_typeattr_', 'cil_gen_require'];

export interface AttributeUsers {
  readonly types: PolicyTypes;
  readonly conditions: PolicyConditions;
  readonly constraints: PolicyConstraints;
}

/**
 * The attributes that a binary policy has, in the order of their declaration (libsepol cil_post.c, `cil_typeattribute_used`): those that rules on access
 * or constraints name. Rules on types are always expanded, and so are those about `self`.
 */
export function keptAttributes(program: CilProgram, { types, conditions, constraints }: AttributeUsers): CilSet[] {
  const uses = new Map<CilSet, number>();
  const use = (name: string, statement: CilStatement, bit: number) => {
    const entry = types.symbols.names.entry(name, statement);
    if (entry.kind === 'set') uses.set(entry, (uses.get(entry) ?? 0) | bit);
  };
  const rules = [...program.allOf(...RULES), ...conditions.branches.flatMap(({ statements }) => statements.filter(({ keyword }) => RULES.includes(keyword)))];
  for (const statement of rules) useRule(statement, USES.rule, use);
  for (const statement of program.allOf(...NEVERALLOWS)) useRule(statement, USES.neverallow, use);
  for (const set of constraints.attributes) uses.set(set, (uses.get(set) ?? 0) | USES.constraint);
  for (const statement of program.all('expandtypeattribute')) {
    const bit = isTrueAt(statement, 1) ? USES.expanded : USES.unexpanded;
    for (const name of namesOf(operandAt(statement, 0), statement)) {
      types.symbols.names.set(name, statement);
      use(name, statement, bit);
    }
  }
  return types.symbols.names.sets.filter((set) => isKept(set.name, uses.get(set) ?? 0, types.symbols.members(set).isEmpty));
}

/** The source of a rule about itself is no use of it. */
function useRule(statement: CilStatement, bit: number, use: (name: string, statement: CilStatement, bit: number) => void): void {
  if (nameAt(statement, 1) === SELF) return;
  use(nameAt(statement, 0), statement, bit);
  use(nameAt(statement, 1), statement, bit);
}

function isKept(name: string, uses: number, isEmpty: boolean): boolean {
  if (uses === 0) return false;
  if ((uses & USES.unexpanded) !== 0) return true;
  if ((uses & USES.expanded) !== 0) return false;
  if (uses === USES.neverallow) return !GENERATED.some((part) => name.includes(part));
  return uses !== USES.rule || !isEmpty;
}
