import { type Access, type ActiveBranches, activeBranches, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import { WorkBudget } from '../../work-budget.ts';
import { accessViolation } from '../access-violation.ts';
import { accessSchema, kindSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AccessSet, type AssertionScope, accessVectors, type Leniency, marked, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Every source may do to every target all of the accesses, or any of them. */
export interface CanAssertion extends Leniency {
  readonly assert: 'can';
  readonly source: NameSet;
  readonly target: NameSet;
  readonly access: AccessSet;
  /** `all` unless given. */
  readonly match?: 'any' | 'all';
  /** Which conditional rules count; those of the booleans' defaults unless given. */
  readonly rules?: 'any' | 'default';
}

export const canSchema = kindSchema(
  'can',
  {
    source: namesSchema('who has to be allowed'),
    target: namesSchema('to whom'),
    access: accessSchema('what'),
    match: { title: 'all of the permissions, or any of them', enum: ['any', 'all'] },
    rules: rulesSchema,
  },
  ['source', 'target', 'access'],
);

const MAX_STEPS = 10_000_000;

export function decideCan(scope: AssertionScope, { source, target, access, match = 'all', rules = 'default' }: CanAssertion): ViolationDraft[] {
  const vectors = accessVectors(scope, 'access', access);
  const [sources, targets] = [scope.types('source', source), scope.types('target', target)];
  const grants = (branches: ActiveBranches) => {
    return keyed(grantedAccess(scope.policy, rulesOfClasses(scope.policy, vectors, branches), { sources, targets, vectors }));
  };
  const granted = grants(activeBranches(scope.policy, rules));
  const possible = grants(undefined);
  const classes = [...vectors.keys()].filter((tclass) => vectors[tclass] !== 0);
  const budget = new WorkBudget('pairs of can', MAX_STEPS);
  const lacking = (from: number, to: number): Access[] => {
    budget.spend(classes.length);
    const found = classes.map((tclass) => ({ tclass, permissions: granted.get(keyOf(from, to, tclass))?.permissions ?? 0 }));
    if (match === 'any' && found.some(({ permissions }) => permissions !== 0)) return [];
    const missing = found.map(({ tclass, permissions }) => ({ source: from, target: to, tclass, permissions: (vectors[tclass]! & ~permissions) >>> 0 }));
    return missing
      .filter(({ permissions }) => permissions !== 0)
      .map((each) => ({ ...each, rules: inactiveRules(scope, possible.get(keyOf(from, to, each.tclass)), each.permissions) }));
  };
  const pairs = marked(sources).flatMap((from) => marked(targets).flatMap((to) => lacking(from, to)));
  return pairs.map((each) => ({ ...accessViolation(scope, each, 'is not allowed'), denied: deniedBy(each) }));
}

function keyOf(source: number, target: number, tclass: number): string {
  return `${source} ${target} ${tclass}`;
}

function keyed(accesses: readonly Access[]): Map<string, Access> {
  return new Map(accesses.map((each) => [keyOf(each.source, each.target, each.tclass), each]));
}

/** Rules that would grant some of it if their condition held. */
function inactiveRules({ policy }: AssertionScope, access: Access | undefined, permissions: number): number[] {
  return (access?.rules ?? []).filter((rule) => (policy.rules.data[rule]! & permissions) !== 0);
}

function deniedBy({ rules }: Access): string {
  return rules.length === 0 ? 'no rule allows it' : 'only rules allow it whose condition does not hold';
}
