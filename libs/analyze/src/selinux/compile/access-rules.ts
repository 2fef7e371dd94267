import { type RuleKind, type RuleRecord, ruleKinds } from '@staticfire/read/formats/selinux-policy';
import { type CilClassPermissions, type CilStatement, nameAt, operandAt } from '../cil/index.ts';
import type { WorkBudget } from '../work-budget.ts';
import type { PolicyClasses } from './policy-classes.ts';
import type { PolicyTypes } from './policy-types.ts';
import { numberOfKey, type RuleKey, recordOf } from './rule-key.ts';

export interface RuleParts {
  readonly types: PolicyTypes;
  readonly classes: PolicyClasses;
  readonly permissions: CilClassPermissions;
  /** Spent by every pair of types and class that a rule is about. */
  readonly budget: WorkBudget;
}

const ACCESS: ReadonlyMap<string, RuleKind> = new Map([
  ['allow', ruleKinds.allow],
  ['auditallow', ruleKinds.auditallow],
  ['dontaudit', ruleKinds.dontaudit],
]);
const SELF = 'self';

/** Keywords of rules with permissions. */
export const accessKeywords: readonly string[] = [...ACCESS.keys()];

/** Calls `visit` with each rule that an allow, an auditallow or a dontaudit stands for. Attributes that the policy has not are expanded, and so is self. */
export function expandAccess(statement: CilStatement, parts: RuleParts, visit: (key: RuleKey, vector: number) => void): void {
  const { classes, permissions, budget } = parts;
  const kind = ACCESS.get(statement.keyword)!;
  const vectors = permissions.expand(operandAt(statement, 2), statement).filter(({ vector }) => vector !== 0);
  for (const [source, target] of writtenPairs(statement, parts)) {
    budget.spend(1 + vectors.length);
    for (const { tclass, vector } of vectors) visit({ kind, source, target, tclass: classes.value(tclass) }, vector);
  }
}

/** The sources and targets of a rule with permissions. */
export function writtenPairs(statement: CilStatement, { types, budget }: RuleParts): [source: number, target: number][] {
  const [source, target] = [nameAt(statement, 0), nameAt(statement, 1)];
  if (target === SELF) return types.valuesOf(source, statement).map((value) => [value, value]);
  return pairsOf(types.writtenValues(source, statement), types.writtenValues(target, statement), budget);
}

/** The types that a rule on types is about, which is always expanded. */
export function expandedPairs(statement: CilStatement, { types, budget }: RuleParts): [source: number, target: number][] {
  const [source, target] = [nameAt(statement, 0), nameAt(statement, 1)];
  if (target === SELF) return types.valuesOf(source, statement).map((value) => [value, value]);
  return pairsOf(types.valuesOf(source, statement), types.valuesOf(target, statement), budget);
}

export function pairsOf(sources: readonly number[], targets: readonly number[], budget: WorkBudget): [source: number, target: number][] {
  budget.spend(sources.length * targets.length);
  return sources.flatMap((source) => targets.map((target): [number, number] => [source, target]));
}

/** Unconditional rules with permissions: of two about the same, the permissions are put together. */
export class AccessRules {
  readonly #records = new Map<number, RuleRecord>();

  add(key: RuleKey, vector: number): void {
    const number = numberOfKey(key);
    const known = this.#records.get(number);
    if (known === undefined) this.#records.set(number, recordOf(key, vector));
    else known.data = (known.data | vector) >>> 0;
  }

  get records(): RuleRecord[] {
    return [...this.#records.values()];
  }
}
