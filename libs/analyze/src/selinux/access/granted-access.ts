import { LimitError } from '@staticfire/read/bytes';
import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type Marks, matches } from '../query-marks.ts';
import { WorkBudget } from '../work-budget.ts';
import type { Access } from './access-query.ts';
import { type ActiveBranches, isActive } from './active-rules.ts';

/** About 100 MB of them. */
const MAX_ACCESSES = 400_000;
const MAX_STEPS = 200_000_000;
const VALUES = 0x10000;
const ALL = 0xffffffff;

export interface AccessMarks {
  readonly sources: Marks;
  readonly targets: Marks;
  /** Access vectors by class, of all permissions and classes when undefined. */
  readonly vectors: Uint32Array | undefined;
}

interface Granted {
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  permissions: number;
  readonly rules: number[];
}

/** The allow rules that count and whose class has a vector other than 0, class by class. */
export function rulesOfClasses({ ruleIndex, rules }: SelinuxPolicy, vectors: Uint32Array, branches: ActiveBranches): number[] {
  const counts = (rule: number) => rules.kind[rule] === ruleKinds.allow && isActive(branches, rules.conditional[rule]!);
  return [...vectors.keys()].flatMap((tclass) => (vectors[tclass] === 0 ? [] : [...ruleIndex.byClass(tclass)].filter(counts)));
}

/** What these allow rules grant, by source, target and class. More than 400 000 elements are a LimitError. */
export function grantedAccess(policy: SelinuxPolicy, allowRules: Iterable<number>, { sources, targets, vectors }: AccessMarks): Access[] {
  const { rules, attributeMap } = policy;
  const granted = new Map<number, Granted>();
  const budget = new WorkBudget('expanded rules', MAX_STEPS);
  for (const rule of allowRules) {
    const tclass = rules.tclass[rule]!;
    const permissions = (rules.data[rule]! & (vectors === undefined ? ALL : vectors[tclass]!)) >>> 0;
    if (permissions === 0) continue;
    const members = attributeMap.membersOf(rules.target[rule]!).filter((type) => matches(targets, type));
    for (const source of attributeMap.membersOf(rules.source[rule]!)) {
      budget.spend(1 + members.length);
      if (matches(sources, source)) for (const target of members) grant(granted, { source, target, tclass, permissions }, rule);
    }
  }
  return [...granted.values()].sort((a, b) => a.source - b.source || a.target - b.target || a.tclass - b.tclass);
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
