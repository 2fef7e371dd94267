import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { activeBranches, isActive } from './active-rules.ts';

/** The type that a process of type `starter` has after it executed a file of type `program`: that of the type_transition, else its own (the booleans' defaults count). */
export function startedDomain(policy: SelinuxPolicy, starter: number, program: number): number {
  const tclass = policy.classes.get('process');
  if (tclass === undefined) return starter;
  const { attributeMap, ruleIndex, rules } = policy;
  const branches = activeBranches(policy, 'default');
  const targets = new Set([program, ...attributeMap.attributesOf(program)]);
  for (const value of [starter, ...attributeMap.attributesOf(starter)]) {
    for (const rule of ruleIndex.bySource(value)) {
      if (rules.kind[rule] !== ruleKinds.typeTransition || rules.tclass[rule] !== tclass.value || !targets.has(rules.target[rule]!)) continue;
      if (isActive(branches, rules.conditional[rule]!)) return rules.data[rule]!;
    }
  }
  return starter;
}
