import { type Conditional, conditionalOperators, type SelinuxBoolean, type SymbolTable } from '@staticfire/read/formats/selinux-policy';

interface Operator {
  readonly text: string;
  /** Higher binds closer. */
  readonly precedence: number;
}

const NOT_PRECEDENCE = 5;
const BINARY: ReadonlyMap<number, Operator> = new Map([
  [conditionalOperators.equal, { text: '==', precedence: 4 }],
  [conditionalOperators.notEqual, { text: '!=', precedence: 4 }],
  [conditionalOperators.and, { text: '&&', precedence: 3 }],
  [conditionalOperators.xor, { text: '^', precedence: 2 }],
  [conditionalOperators.or, { text: '||', precedence: 1 }],
]);

interface Operand {
  readonly text: string;
  readonly isBoolean: boolean;
  /** Of its outermost operator, unless that is in parentheses. */
  readonly precedence: number;
}

/**
 * A conditional's expression in infix notation, operands and parentheses as `sesearch` (setools 4) prints them, and parentheses more where its text would
 * mean another expression: it takes `b1 && (b2 || ! b3)` for `( ! b3 || b2 && b1 )`.
 */
export function conditionText(conditional: Conditional, booleans: SymbolTable<SelinuxBoolean>): string {
  const stack: Operand[] = [];
  let previous = NOT_PRECEDENCE;
  for (const { operator, boolean } of conditional.expression) {
    const binary = BINARY.get(operator);
    if (operator === conditionalOperators.boolean) stack.push({ text: booleans.nameOf(boolean), isBoolean: true, precedence: NOT_PRECEDENCE });
    else if (binary === undefined) stack.push(negate(stack.pop()!));
    else stack.push(combine(binary, stack.pop()!, stack.pop()!, previous <= binary.precedence));
    if (operator !== conditionalOperators.boolean) previous = binary?.precedence ?? NOT_PRECEDENCE;
  }
  return stack[0]!.text;
}

function negate({ text, isBoolean }: Operand): Operand {
  return { text: isBoolean ? `! ${text}` : `! ( ${text} )`, isBoolean: false, precedence: NOT_PRECEDENCE };
}

/** Operators of one precedence are associative among each other, so that only looser ones need parentheses. */
function combine({ text, precedence }: Operator, first: Operand, second: Operand, inParentheses: boolean): Operand {
  const [left, right] = [first, second].map((operand) => (operand.precedence < precedence ? `( ${operand.text} )` : operand.text));
  const whole = `${left} ${text} ${right}`;
  return inParentheses ? { text: `( ${whole} )`, isBoolean: false, precedence: NOT_PRECEDENCE } : { text: whole, isBoolean: false, precedence };
}
