import { ACCESS_RULES, EXTENDED_RULES, TYPE_RULES } from '../rules/rule-kind.ts';
import { extendedKinds } from '../rules/rule-table.ts';
import type { PolicyChecker } from './policy-checker.ts';

const ATTRIBUTE = 1;
const TYPE = 2;
const EXTENDED_KINDS: readonly number[] = Object.values(extendedKinds);

/** Keys and data of all rules, those of conditionals included (libsepol `validate_avtab_key_and_datum`). */
export function validateRules(checker: PolicyChecker): void {
  const { rules, types, classes } = checker.policy;
  const typeMarks = Uint8Array.from({ length: types.maxValue + 1 }, (_, value) => markOf(types.at(value)?.isAttribute));
  const classMarks = Uint8Array.from({ length: classes.maxValue + 1 }, (_, value) => (classes.at(value) === undefined ? 0 : 1));
  for (let rule = 0; rule < rules.count; rule++) {
    const kind = rules.kind[rule]!;
    const least = (kind & TYPE_RULES) === 0 ? ATTRIBUTE : TYPE;
    if ((typeMarks[rules.source[rule]!] ?? 0) < least) throw wrong(checker, rule, 'source_type', rules.source[rule]!);
    if ((typeMarks[rules.target[rule]!] ?? 0) < least) throw wrong(checker, rule, 'target_type', rules.target[rule]!);
    if ((classMarks[rules.tclass[rule]!] ?? 0) === 0) throw wrong(checker, rule, 'target_class', rules.tclass[rule]!);
    const data = rules.data[rule]!;
    if ((kind & ACCESS_RULES) !== 0 && data === 0) throw wrong(checker, rule, 'data', 'no permission of the class');
    if ((kind & TYPE_RULES) !== 0 && typeMarks[data] !== TYPE) throw wrong(checker, rule, 'data', data);
    if ((kind & EXTENDED_RULES) === 0) continue;
    const extended = rules.xperms[data]!.kind;
    if (!EXTENDED_KINDS.includes(extended)) throw wrong(checker, rule, 'xperms specified', extended);
  }
}

function markOf(isAttribute: boolean | undefined): number {
  return isAttribute === undefined ? 0 : isAttribute ? ATTRIBUTE : TYPE;
}

function wrong(checker: PolicyChecker, rule: number, field: string, found: string | number) {
  const { rules } = checker.policy;
  const section = rule < rules.unconditionalCount ? 'avtab' : 'conditionals';
  return checker.error(section, field, rules.offset[rule]!, found, 'what the policy defines');
}
