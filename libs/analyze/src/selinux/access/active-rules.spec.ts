import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { activeBranches, isActive } from './index.ts';

/** Operators as numbers: 1 a boolean, 2 not, 3 or, 4 and, 5 xor, 6 ==, 7 != . */
const policyOf = (...expressions: readonly (readonly (readonly [number, number])[])[]) =>
  parseSelinuxPolicy(
    writePolicy({
      ...smallPolicy,
      booleans: [
        { name: 'yes', value: 1, state: 1 },
        { name: 'no', value: 2, state: 0 },
      ],
      conditionals: expressions.map((expression) => ({ state: 0, expression, whenTrue: [], whenFalse: [] })),
    }),
  );

const YES = [1, 1] as const;
const NO = [1, 2] as const;

describe('activeBranches', () => {
  it.each([
    ['yes', [YES], true],
    ['no', [NO], false],
    ['not no', [NO, [2, 0]], true],
    ['yes or no', [YES, NO, [3, 0]], true],
    ['yes and no', [YES, NO, [4, 0]], false],
    ['yes xor yes', [YES, YES, [5, 0]], false],
    ['no == no', [NO, NO, [6, 0]], true],
    ['yes != no', [YES, NO, [7, 0]], true],
    ['yes and (no or not no)', [YES, NO, NO, [2, 0], [3, 0], [4, 0]], true],
  ] as const)('%s', (_, expression, expected) => {
    expect([...activeBranches(policyOf(expression), 'default')!]).toEqual(expected ? [1, 0] : [0, 1]);
  });

  it('takes booleans from a map, and the others from the policy', () => {
    const policy = policyOf([YES], [NO]);
    expect([...activeBranches(policy, new Map([['no', true]]))!]).toEqual([1, 0, 1, 0]);
    expect([...activeBranches(policy, new Map([['yes', false], ['unknown', true]]))!]).toEqual([0, 1, 0, 1]); // biome-ignore format: one line
  });

  it('counts unconditional rules always, and any rule without branches', () => {
    const branches = activeBranches(policyOf([NO]), 'default');
    expect([isActive(branches, -1), isActive(branches, 0), isActive(branches, 1), isActive(undefined, 0)]).toEqual([true, false, true, true]);
    expect(activeBranches(policyOf([NO]), 'any')).toBeUndefined();
  });
});
