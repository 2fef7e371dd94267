import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { conditionText } from '../condition-text.ts';
import { booleansOf, MAX_TABLE_BOOLEANS, truthTable } from '../truth-table.ts';

/** As behind a rule: ` [ condition ]:True`. */
export function conditionSuffix({ conditionals, booleans }: SelinuxPolicy, conditional: number): string {
  return ` [ ${conditionText(conditionals[conditional >> 1]!, booleans)} ]:${conditional % 2 === 0 ? 'True' : 'False'}`;
}

/** A suffix for each key, that of the first policy which has it. */
export function suffixesByKey(policies: readonly SelinuxPolicy[]): ReadonlyMap<string, string> {
  const suffixes = new Map<string, string>();
  for (const policy of policies) {
    conditionKeys(policy).forEach((key, conditional) => {
      if (!suffixes.has(key)) suffixes.set(key, conditionSuffix(policy, conditional));
    });
  }
  return suffixes;
}

/**
 * By `RuleTable.conditional`, a text that two branches share when they count for the same states of the booleans, whatever their expressions look like and
 * whichever branch they are. Expressions of more than five booleans are compared by their text.
 */
export function conditionKeys(policy: SelinuxPolicy): string[] {
  return policy.conditionals.flatMap((conditional) => {
    const names = booleansOf(conditional)
      .map((value) => ({ value, name: policy.booleans.nameOf(value) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    if (names.length > MAX_TABLE_BOOLEANS) return [true, false].map((branch) => `${conditionText(conditional, policy.booleans)}:${branch}`);
    const table = truthTable(
      conditional,
      names.map(({ value }) => value),
    );
    const prefix = names.map(({ name }) => name).join(' ');
    return [true, false].map((branch) => `${prefix}:${table.map((value) => Number(value === branch)).join('')}`);
  });
}
