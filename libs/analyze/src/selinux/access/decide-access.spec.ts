import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type PolicyRecipe, type RuleRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { parseContext } from '../contexts/index.ts';
import { activeBranches, type Conditions, decideAccess, decideRelabel, denialText } from './index.ts';

const PROCESS_ALL: RuleRecipe = { source: 1, target: 1, tclass: 1, specified: 1, data: 0b11 };
const SECOND_ROLE = { name: 'boss', value: 3, dominates: [3], types: [1] };
const SECOND_USER = { ...smallPolicy.users[0]!, name: 'other', value: 2, roles: [1, 2, 3] };
const BASE: Partial<PolicyRecipe> = {
  rules: [...smallPolicy.rules, PROCESS_ALL],
  roles: [...smallPolicy.roles, SECOND_ROLE],
  users: [{ ...smallPolicy.users[0]!, roles: [1, 2, 3] }, SECOND_USER],
};

function decide(source: string, target: string, className: string, changes: Partial<PolicyRecipe> = {}, conditions: Conditions = 'default') {
  const policy = parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...BASE, ...changes }));
  const pair = { source: parseContext(policy, source), target: parseContext(policy, target), tclass: policy.classes.get(className)! };
  const { allowed, denials } = decideAccess(policy, pair, activeBranches(policy, conditions));
  return { allowed, denials: denials.map((denial) => denialText(policy, pair, denial)) };
}

describe('decideAccess', () => {
  it('allows what rules allow, those of the branch that counts too', () => {
    expect(decide('someone:worker:subject_t:s0', 'someone:object_r:object_t:s0', 'file')).toEqual({ allowed: 0b111, denials: [] });
    expect(decide('someone:worker:subject_t:s0', 'someone:object_r:object_t:s0', 'file', {}, new Map([['switch', false]]))).toEqual({
      allowed: 0b101,
      denials: ['write: no rule allows it'],
    });
    expect(decide('someone:worker:subject_t:s0', 'someone:object_r:subject_t:s0', 'file').denials).toEqual(['{ execute read write }: no rule allows it']);
  });

  it('denies what a constraint denies', () => {
    expect(decide('someone:worker:subject_t:s0', 'someone:worker:subject_t:s0', 'process')).toEqual({ allowed: 0b11, denials: [] });
    expect(decide('someone:worker:subject_t:s0', 'other:worker:subject_t:s0', 'process')).toEqual({
      allowed: 0b01,
      denials: ['transition: constrain process transition (u1 == u2);'],
    });
  });

  it('denies a process another role without a role allow', () => {
    const roles = ['someone:worker:subject_t:s0', 'someone:boss:subject_t:s0', 'process'] as const;
    expect(decide(...roles)).toEqual({ allowed: 0b01, denials: ['transition: no rule allows worker boss'] });
    expect(decide(...roles, { roleAllows: [[2, 3]] })).toEqual({ allowed: 0b11, denials: [] });
  });

  it("denies what the type's bounds may not do", () => {
    const bounded = { name: 'bounded_t', value: 5, properties: 1, bounds: 2 };
    const changes = {
      types: [...smallPolicy.types, bounded],
      roles: [smallPolicy.roles[0]!, { name: 'worker', value: 2, dominates: [2], types: [1, 5] }],
      users: smallPolicy.users,
      rules: [...smallPolicy.rules, { source: 5, target: 2, tclass: 2, specified: 1, data: 0b011 }],
      attributes: [...smallPolicy.attributes, [5]],
    };
    expect(decide('someone:worker:bounded_t:s0', 'someone:object_r:object_t:s0', 'file', changes)).toEqual({
      allowed: 0b001,
      denials: ['execute: no rule allows it', 'write: object_t, which bounds bounded_t, may not do it'],
    });
  });
});

describe('decideRelabel', () => {
  it('finds the first validatetrans that forbids it', () => {
    const validate = { permissions: 0, expression: [{ node: 4, attribute: 32, operator: 1 }] };
    const thirdType = { permissions: 0, expression: [{ node: 5, attribute: 4 + 16, operator: 1, names: [1] }] };
    const classes = [smallPolicy.classes[0]!, { ...smallPolicy.classes[1]!, validateTransitions: [thirdType, validate] }];
    const policy = parseSelinuxPolicy(writePolicy({ ...smallPolicy, classes }));
    const [low, high, task] = ['someone:object_r:object_t:s0', 'someone:object_r:object_t:s0:c0', 'someone:worker:subject_t:s0'].map((text) =>
      parseContext(policy, text),
    );
    const file = policy.classes.get('file')!;
    const relabel = (source: typeof low, target: typeof low, third: typeof low) =>
      decideRelabel(policy, { source: source!, target: target!, third: third! }, file);
    expect(relabel(low, low, task)).toBeUndefined();
    expect(relabel(low, high, task)).toBe(file.validateTransitions[1]);
    expect(relabel(low, low, low)).toBe(file.validateTransitions[0]);
  });
});
