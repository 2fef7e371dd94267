import {
  ACCESS_RULES,
  conditionalOperators,
  EXTENDED_RULES,
  extendedKinds,
  type FilenameTransition,
  type SelinuxPolicy,
  TYPE_RULES,
} from '@staticfire/read/formats/selinux-policy';
import { type Marks, markNames, markTypes, matches, permissionVectors } from './query-marks.ts';
import { type RuleQuery, searchedKinds } from './rule-query.ts';
import { WorkBudget } from './work-budget.ts';

/** A query as marks, so that a rule is decided by looking at its columns. */
interface Criteria {
  readonly kinds: number;
  readonly sources: Marks;
  readonly targets: Marks;
  readonly classes: Marks;
  readonly vectors: Uint32Array | undefined;
  /** Bits `1 << kind` of the extended rules whose permission (ioctl, nlmsg) is asked for. */
  readonly extended: number;
  readonly newTypes: Marks;
  /** By conditional. */
  readonly conditionals: Marks;
}

/** Debian's policy has 833; a set of sources that takes 12 bytes stands for 64. */
const MAX_NAMED = 500_000;

export interface NamedTransition {
  readonly transition: FilenameTransition;
  /** The value of the one source. */
  readonly source: number;
}

/** Indexes of the rules of the table that a query finds, ascending. A name that the policy does not define is an UnknownSymbolError. */
export function searchRules(policy: SelinuxPolicy, query: RuleQuery): number[] {
  const criteria = criteriaOf(policy, query);
  const found: number[] = [];
  const take = (rule: number) => {
    if (isMatch(policy, criteria, rule)) found.push(rule);
  };
  const parts = candidates(policy, criteria);
  if (parts === undefined) for (let rule = 0; rule < policy.rules.count; rule++) take(rule);
  else for (const part of parts) part.forEach(take);
  return found.sort((a, b) => a - b);
}

/** The type transitions with a file name that a query finds, one for each source; more than 500 000 are a LimitError. They have neither permissions nor conditions. */
export function searchNamedTransitions(policy: SelinuxPolicy, query: RuleQuery): NamedTransition[] {
  const { kinds, sources, targets, classes, vectors, newTypes, conditionals } = criteriaOf(policy, query);
  if ((kinds & searchedKinds.type_transition) === 0 || vectors !== undefined || conditionals !== undefined) return [];
  const found: NamedTransition[] = [];
  const budget = new WorkBudget('type transitions with a file name', MAX_NAMED);
  for (const transition of policy.filenameTransitions) {
    const { target, tclass, newType } = transition;
    if (!matches(targets, target) || !matches(classes, tclass) || !matches(newTypes, newType)) continue;
    transition.sources.forEach((bit) => {
      if (!matches(sources, bit + 1)) return;
      budget.spend(1);
      found.push({ transition, source: bit + 1 });
    });
  }
  return found;
}

function criteriaOf(policy: SelinuxPolicy, query: RuleQuery): Criteria {
  const classes = markNames(policy.classes, 'class', query.classes);
  const newType = markTypes(policy, query.newType, false);
  const booleans = markNames(policy.booleans, 'boolean', query.booleans);
  return {
    kinds: query.kinds.reduce((bits, kind) => bits | searchedKinds[kind], 0),
    sources: markTypes(policy, query.source, query.sourceDirect),
    targets: markTypes(policy, query.target, query.targetDirect),
    classes,
    vectors: permissionVectors(policy, query.permissions, classes),
    extended: extendedKindsOf(query.permissions),
    newTypes: newType,
    conditionals: booleans && markConditionals(policy, booleans),
  };
}

function extendedKindsOf(permissions: readonly string[] = []): number {
  const ioctl = permissions.includes('ioctl') ? (1 << extendedKinds.ioctlFunction) | (1 << extendedKinds.ioctlDriver) : 0;
  return permissions.includes('nlmsg') ? ioctl | (1 << extendedKinds.netlinkMessage) : ioctl;
}

function markConditionals({ conditionals }: SelinuxPolicy, booleans: Uint8Array): Uint8Array {
  return Uint8Array.from(conditionals, ({ expression }) => {
    return expression.some(({ operator, boolean }) => operator === conditionalOperators.boolean && booleans[boolean] === 1) ? 1 : 0;
  });
}

/** The rules that an index names, undefined when every rule has to be looked at. */
function candidates({ ruleIndex }: SelinuxPolicy, { sources, targets, classes }: Criteria): Uint32Array[] | undefined {
  if (sources !== undefined) return valuesOf(sources).map((value) => ruleIndex.bySource(value));
  if (targets !== undefined) return valuesOf(targets).map((value) => ruleIndex.byTarget(value));
  return classes && valuesOf(classes).map((value) => ruleIndex.byClass(value));
}

function valuesOf(marks: Uint8Array): number[] {
  const values: number[] = [];
  marks.forEach((mark, value) => {
    if (mark === 1) values.push(value);
  });
  return values;
}

function isMatch({ rules }: SelinuxPolicy, criteria: Criteria, rule: number): boolean {
  const kind = rules.kind[rule]!;
  if ((kind & criteria.kinds) === 0) return false;
  if (!matches(criteria.sources, rules.source[rule]!) || !matches(criteria.targets, rules.target[rule]!)) return false;
  if (!matches(criteria.classes, rules.tclass[rule]!)) return false;
  const conditional = rules.conditional[rule]!;
  if (criteria.conditionals !== undefined && (conditional < 0 || criteria.conditionals[conditional >> 1] !== 1)) return false;
  return hasPermission(rules, criteria, rule, kind) && hasNewType(rules, criteria, rule, kind);
}

function hasPermission({ tclass, data, xperms }: SelinuxPolicy['rules'], { vectors, extended }: Criteria, rule: number, kind: number): boolean {
  if (vectors === undefined) return true;
  if ((kind & ACCESS_RULES) !== 0) return (data[rule]! & vectors[tclass[rule]!]!) !== 0;
  return (kind & EXTENDED_RULES) !== 0 && ((extended >>> xperms[data[rule]!]!.kind) & 1) === 1;
}

function hasNewType({ data }: SelinuxPolicy['rules'], { newTypes }: Criteria, rule: number, kind: number): boolean {
  return newTypes === undefined || ((kind & TYPE_RULES) !== 0 && newTypes[data[rule]!] === 1);
}
