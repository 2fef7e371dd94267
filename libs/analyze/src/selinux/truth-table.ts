import type { Conditional } from '@staticfire/read/formats/selinux-policy';
import { conditionalOperators } from '@staticfire/read/formats/selinux-policy';
import { isTrue } from './access/active-rules.ts';

/** 32 rows; as many booleans as checkpolicy takes in one expression. */
export const MAX_TABLE_BOOLEANS = 5;

type Expression = Pick<Conditional, 'expression'>;

/** The values of the booleans of an expression, each once. */
export function booleansOf({ expression }: Expression): number[] {
  return [...new Set(expression.filter(({ operator }) => operator === conditionalOperators.boolean).map(({ boolean }) => boolean))];
}

/** What an expression is for every state of these booleans, at most five; the first one changes fastest. */
export function truthTable(expression: Expression, booleans: readonly number[]): boolean[] {
  const states: number[] = [];
  return Array.from({ length: 2 ** booleans.length }, (_, row) => {
    booleans.forEach((value, index) => {
      states[value] = (row >> index) & 1;
    });
    return isTrue(expression, states);
  });
}
