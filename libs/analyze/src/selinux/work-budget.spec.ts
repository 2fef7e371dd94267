import { LimitError } from '@staticfire/read/bytes';
import { parseSelinuxPolicy, ruleKinds } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { AccessRow, findAccess } from './access/index.ts';
import { comparePolicies } from './difference/index.ts';
import { WorkBudget } from './work-budget.ts';

const TYPES = 3000;

/** All types have the attribute, which may do something to itself. */
function denseRecipe() {
  const types = Array.from({ length: TYPES }, (_, index) => ({ name: `type_${index}`, value: index + 5, properties: 1 }));
  const rules = [{ source: 3, target: 3, tclass: 2, specified: 1, data: 1 }];
  return { ...smallPolicy, types: [...smallPolicy.types, ...types], rules, attributes: [...smallPolicy.attributes, ...types.map(({ value }) => [value, 3])] };
}

it('lets the limit be spent and nothing more', () => {
  const budget = new WorkBudget('a test', 10);
  budget.spend(4);
  budget.spend(6);
  expect(() => budget.spend(1)).toThrow(LimitError);
  expect(() => budget.spend(1)).toThrow('a test: more than 10 steps');
});

it('ends a question with too many answers', () => {
  const policy = parseSelinuxPolicy(writePolicy(denseRecipe()));
  expect(() => findAccess(policy, {})).toThrow(LimitError);
  expect(findAccess(policy, { source: 'type_0' }).length).toBe(TYPES + 2);
});

it('ends a comparison of policies that share nothing', () => {
  const policy = parseSelinuxPolicy(writePolicy(denseRecipe()));
  expect(() => comparePolicies(parseSelinuxPolicy(writePolicy(smallPolicy)), policy, ['allow'])).toThrow(LimitError);
});

it('refuses a policy with more types and classes than a row holds', () => {
  const classes = Array.from({ length: 6000 }, (_, index) => ({
    name: `class_${index}`,
    value: index + 3,
    permissionCount: 1,
    permissions: [['use', 1]] as const,
  }));
  const policy = parseSelinuxPolicy(writePolicy({ ...denseRecipe(), classes: [...smallPolicy.classes, ...classes] }));
  expect(() => new AccessRow(policy, ruleKinds.allow, () => true)).toThrow(LimitError);
});
