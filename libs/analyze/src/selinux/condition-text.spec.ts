import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionText } from './condition-text.ts';

const SEED = 20261125;
const NAMES = ['a', 'b', 'c'];
type Node = readonly [operator: number, boolean: number];
const [A, B, C]: readonly Node[] = [[1, 1], [1, 2], [1, 3]]; // biome-ignore format: one line
const [NOT, OR, AND, XOR, EQUAL, UNEQUAL]: readonly Node[] = [2, 3, 4, 5, 6, 7].map((operator) => [operator, 0] as const);

function textOf(expression: readonly Node[]): string {
  const booleans = NAMES.map((name, index) => ({ name, value: index + 1, state: 0 }));
  const policy = parseSelinuxPolicy(writePolicy({ ...smallPolicy, booleans, conditionals: [{ ...smallPolicy.conditionals[0]!, expression }] }));
  return conditionText(policy.conditionals[0]!, policy.booleans);
}

/** Postfix, at most as deep as libsepol takes. */
const expressions: fc.Arbitrary<readonly Node[]> = fc.letrec<{ tree: readonly Node[] }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    fc.constantFrom([A!], [B!], [C!]),
    tie('tree').map((operand) => [...operand, NOT!]),
    fc.tuple(tie('tree'), tie('tree'), fc.constantFrom(OR!, AND!, XOR!, EQUAL!, UNEQUAL!)).map(([left, right, operator]) => [...left, ...right, operator]),
  ),
})).tree;

function evaluatePostfix(expression: readonly Node[], values: readonly boolean[]): boolean {
  const stack: boolean[] = [];
  for (const [operator, boolean] of expression) {
    if (operator === 1) stack.push(values[boolean - 1]!);
    else if (operator === 2) stack.push(!stack.pop()!);
    else {
      const [right, left] = [stack.pop()!, stack.pop()!];
      stack.push(BINARY[operator]!(left, right));
    }
  }
  return stack[0]!;
}

const BINARY: Readonly<Record<number, (left: boolean, right: boolean) => boolean>> = {
  3: (left, right) => left || right,
  4: (left, right) => left && right,
  5: (left, right) => left !== right,
  6: (left, right) => left === right,
  7: (left, right) => left !== right,
};
/** SELinux's own precedences: || binds loosest, then ^, &&, == and !=. */
const LEVELS: readonly (readonly [text: string, operator: number])[][] = [[['||', 3]], [['^', 5]], [['&&', 4]], [['==', 6], ['!=', 7]]]; // biome-ignore format: one line

/** A reader of infix text that shares nothing with the printer. */
function evaluateText(text: string, values: readonly boolean[]): boolean {
  const words = text.split(' ');
  const level = (depth: number): boolean => {
    if (depth === LEVELS.length) return atom();
    let value = level(depth + 1);
    for (let found = operatorAt(depth); found !== undefined; found = operatorAt(depth)) {
      words.shift();
      value = BINARY[found[1]]!(value, level(depth + 1));
    }
    return value;
  };
  const operatorAt = (depth: number) => LEVELS[depth]!.find(([word]) => word === words[0]);
  const atom = (): boolean => {
    const word = words.shift()!;
    if (word === '!') return !atom();
    if (word !== '(') return values[NAMES.indexOf(word)]!;
    const value = level(0);
    words.shift();
    return value;
  };
  return level(0);
}

describe('conditionText', () => {
  it.each<[string, readonly Node[]]>([
    ['a', [A!]],
    ['! a', [A!, NOT!]],
    ['b && a', [A!, B!, AND!]],
    ['! b && ! a', [A!, NOT!, B!, NOT!, AND!]],
    ['! ( b || a )', [A!, B!, OR!, NOT!]],
    ['( c && b && a )', [A!, B!, C!, AND!, AND!]],
    ['c || b && a', [A!, B!, AND!, C!, OR!]],
    ['b != a', [A!, B!, UNEQUAL!]],
    ['b ^ a', [A!, B!, XOR!]],
    ['b == a', [A!, B!, EQUAL!]],
  ])('prints %s as sesearch does', (text, expression) => {
    expect(textOf(expression)).toBe(text);
  });

  it('keeps the meaning where sesearch prints ( ! c || b && a )', () => {
    expect(textOf([A!, B!, C!, NOT!, OR!, AND!])).toBe('( ( ! c || b ) && a )');
  });

  it('prints what means the same as the expression', () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => NAMES.map((_, index) => ((row >> index) & 1) === 1));
    fc.assert(
      fc.property(expressions, (expression) => {
        const text = textOf(expression);
        for (const values of rows) expect(evaluateText(text, values), text).toBe(evaluatePostfix(expression, values));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
