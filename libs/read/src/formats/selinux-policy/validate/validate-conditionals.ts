import { type Conditional, conditionalOperators } from '../rules/rule-table.ts';
import type { PolicyChecker } from './policy-checker.ts';

/** libsepol `COND_EXPR_MAXDEPTH`. */
const MAX_DEPTH = 10;

/** Expressions of conditionals; their rules are checked with the others. */
export function validateConditionals(checker: PolicyChecker): void {
  for (const conditional of checker.policy.conditionals) {
    checker.oneOf(conditional.currentState, [0, 1], 'conditionals', 'cur_state', conditional.offset);
    validateExpression(checker, conditional);
  }
}

function validateExpression(checker: PolicyChecker, { expression, offset }: Conditional): void {
  let depth = 0;
  for (const { operator, boolean } of expression) {
    const operands = operandsOf(operator);
    if (operands === undefined) throw checker.error('conditionals', 'expr_type', offset, operator, '1 to 7');
    if (operands === 0) checker.value(checker.policy.booleans, boolean, 'conditionals', 'boolean', offset);
    else checker.oneOf(boolean, [0], 'conditionals', 'boolean of an operator', offset);
    if (depth < operands) throw checker.error('conditionals', 'expression', offset, `${depth} operands`, operands);
    depth += 1 - operands;
    if (depth > MAX_DEPTH) throw checker.error('conditionals', 'expression', offset, `depth ${depth}`, `at most ${MAX_DEPTH}`);
  }
  if (depth !== 1) throw checker.error('conditionals', 'expression', offset, `${depth} results`, 1);
}

function operandsOf(operator: number): number | undefined {
  if (operator === conditionalOperators.boolean) return 0;
  if (operator === conditionalOperators.not) return 1;
  return operator >= conditionalOperators.or && operator <= conditionalOperators.notEqual ? 2 : undefined;
}
