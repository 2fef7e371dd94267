import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { constraintText } from './index.ts';

type Node = NonNullable<(typeof smallPolicy.classes)[0]['constraints']>[0]['expression'][0];

const [NOT, AND, OR] = [{ node: 1 }, { node: 2 }, { node: 3 }];
const USERS: Node = { node: 4, attribute: 1, operator: 1 };
const ROLES: Node = { node: 4, attribute: 2, operator: 3 };
const LEVELS: Node = { node: 4, attribute: 128, operator: 5 };
const namesOf = (attribute: number, names: number[], more: Partial<Node> = {}): Node => ({ node: 5, attribute, operator: 2, names, ...more });

function text(expression: readonly Node[], isTransition = false): string {
  const constraint = { permissions: isTransition ? 0 : 3, expression };
  const lists = isTransition ? { validateTransitions: [constraint] } : { constraints: [constraint] };
  const policy = parseSelinuxPolicy(writePolicy({ ...smallPolicy, classes: [smallPolicy.classes[0]!, { ...smallPolicy.classes[1]!, ...lists }] }));
  const file = policy.classes.get('file')!;
  return constraintText(policy, file, (isTransition ? file.validateTransitions : file.constraints)[0]!);
}

describe('constraintText', () => {
  it.each([
    ['a comparison', [USERS], 'constrain file { read write } (u1 == u2);'],
    ['levels', [LEVELS], 'mlsconstrain file { read write } (h1 incomp l2);'],
    ['one operator', [USERS, ROLES, AND, LEVELS, AND], 'mlsconstrain file { read write } (u1 == u2 and r1 dom r2 and h1 incomp l2);'],
    ['and within or', [USERS, ROLES, AND, LEVELS, OR], 'mlsconstrain file { read write } (( u1 == u2 and r1 dom r2 ) or h1 incomp l2);'],
    ['or within and', [LEVELS, USERS, ROLES, OR, AND], 'mlsconstrain file { read write } (h1 incomp l2 and ( u1 == u2 or r1 dom r2 ));'],
    ['not', [USERS, ROLES, OR, NOT], 'constrain file { read write } (not ( u1 == u2 or r1 dom r2 ));'],
    ['a user', [namesOf(1, [1])], 'constrain file { read write } (u1 != someone);'],
    ['roles of the target', [namesOf(2 + 8, [1, 2])], 'constrain file { read write } (r2 != { object_r worker });'],
    ['types as expanded', [namesOf(4, [1, 2])], 'constrain file { read write } (t1 != { object_t subject_t });'],
    ['types as written', [namesOf(4, [1, 2], { types: [3] })], 'constrain file { read write } (t1 != group);'],
  ])('%s', (_, expression, expected) => {
    expect(text(expression)).toBe(expected);
  });

  it('has no permissions for a validatetrans', () => {
    expect(text([namesOf(4 + 16, [1])], true)).toBe('validatetrans file (t3 != subject_t);');
    expect(text([LEVELS], true)).toBe('mlsvalidatetrans file (h1 incomp l2);');
  });
});
