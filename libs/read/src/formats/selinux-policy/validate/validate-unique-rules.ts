import { EXTENDED_RULES, TYPE_RULES } from '../rules/rule-kind.ts';
import type { RuleTable } from '../rules/rule-table.ts';
import type { PolicyChecker } from './policy-checker.ts';

/**
 * No two unconditional rules of one key; extended rules may share theirs, one for each driver. A conditional type rule has no unconditional one
 * beside it (libsepol `avtab_insert`, `cond_insertf`).
 */
export function validateUniqueRules(checker: PolicyChecker): void {
  const { rules } = checker.policy;
  const slots = new Int32Array(tableSize(rules.unconditionalCount)).fill(-1);
  for (let rule = 0; rule < rules.count; rule++) {
    const isConditional = rule >= rules.unconditionalCount;
    if ((rules.kind[rule]! & (isConditional ? ~TYPE_RULES : EXTENDED_RULES)) !== 0) continue;
    const slot = findSlot(rules, slots, rule);
    if (slots[slot] !== -1) throw checker.error(isConditional ? 'conditionals' : 'avtab', 'key', rules.offset[rule]!, 'a rule that there is already', 'one');
    if (!isConditional) slots[slot] = rule;
  }
}

/** A power of two of which at most half is used. */
function tableSize(count: number): number {
  return 2 ** Math.ceil(Math.log2(2 * count + 2));
}

/** Where the rule of the same key is, or the free slot where it would be. */
function findSlot(rules: RuleTable, slots: Int32Array, rule: number): number {
  const source = rules.source[rule]!;
  const target = rules.target[rule]!;
  const tclass = rules.tclass[rule]!;
  const kind = rules.kind[rule]!;
  const mask = slots.length - 1;
  let hash = Math.imul(source, 0x9e3779b1) ^ Math.imul(target, 0x85ebca77) ^ Math.imul(tclass * 0x1000 + kind, 0xc2b2ae3d);
  hash ^= hash >>> 15;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const other = slots[slot]!;
    if (other === -1) return slot;
    const isSame = rules.source[other] === source && rules.target[other] === target && rules.tclass[other] === tclass && rules.kind[other] === kind;
    if (isSame) return slot;
  }
}
