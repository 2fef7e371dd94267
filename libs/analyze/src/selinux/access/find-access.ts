import { LimitError } from '@staticfire/read/bytes';
import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { markNames, markTypes, matches, permissionVectors } from '../query-marks.ts';
import { searchRules } from '../search-rules.ts';
import { WorkBudget } from '../work-budget.ts';
import type { Access, AccessQuery } from './access-query.ts';
import { activeBranches, isActive } from './active-rules.ts';

/** About 100 MB of them. */
const MAX_ACCESSES = 400_000;
const MAX_STEPS = 200_000_000;
const VALUES = 0x10000;
const ALL = 0xffffffff;

interface Granted {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  permissions: number;
  readonly rules: number[];
}

/**
 * Who may do what to whom: one element for each source, target and class, in that order by value. With a target only, who can; with a source only, what
 * it can do. A name that the policy does not define is an UnknownSymbolError, more than 400 000 elements are a LimitError.
 */
export function findAccess(policy: SelinuxPolicy, query: AccessQuery): Access[] {
  const { match = 'any' } = query;
  const vectors = permissionVectors(policy, query.permissions, markNames(policy.classes, 'class', query.classes));
  const found = [...grantedBy(policy, query, vectors).values()];
  const kept = match === 'any' || vectors === undefined ? found : found.filter(({ tclass, permissions }) => permissions === vectors[tclass]!);
  return kept.sort((a, b) => a.source - b.source || a.target - b.target || a.tclass - b.tclass);
}

function grantedBy(policy: SelinuxPolicy, query: AccessQuery, vectors: Uint32Array | undefined): Map<number, Granted> {
  const { rules, attributeMap } = policy;
  const granted = new Map<number, Granted>();
  const budget = new WorkBudget('expanded rules', MAX_STEPS);
  const sources = markTypes(policy, query.source, false);
  const targets = markTypes(policy, query.target, false);
  for (const rule of rulesOf(policy, query)) {
    const tclass = rules.tclass[rule]!;
    const permissions = (rules.data[rule]! & (vectors?.[tclass] ?? ALL)) >>> 0;
    if (permissions === 0) continue;
    const members = attributeMap.membersOf(rules.target[rule]!).filter((type) => matches(targets, type));
    for (const source of attributeMap.membersOf(rules.source[rule]!)) {
      budget.spend(1 + members.length);
      if (matches(sources, source)) for (const target of members) grant(granted, { source, target, tclass, permissions }, rule);
    }
  }
  return granted;
}

/** Allow rules that speak of the query's types, and count. */
function rulesOf(policy: SelinuxPolicy, { conditions = 'any', match: _, ...query }: AccessQuery): number[] {
  const branches = activeBranches(policy, conditions);
  const found = searchRules(policy, { kinds: ['allow'], ...query });
  return found.filter((rule) => policy.rules.kind[rule] === ruleKinds.allow && isActive(branches, policy.rules.conditional[rule]!));
}

function grant(granted: Map<number, Granted>, pair: Omit<Access, 'rules'>, rule: number): void {
  const key = (pair.source * VALUES + pair.target) * VALUES + pair.tclass;
  const access = granted.get(key);
  if (access === undefined) {
    if (granted.size === MAX_ACCESSES) throw tooMany();
    granted.set(key, { ...pair, rules: [rule] });
    return;
  }
  access.permissions = (access.permissions | pair.permissions) >>> 0;
  access.rules.push(rule);
}

function tooMany(): LimitError {
  return new LimitError({ structure: 'SELinux access', message: `more than ${MAX_ACCESSES} answers; a source, target or class narrows the question` });
}
