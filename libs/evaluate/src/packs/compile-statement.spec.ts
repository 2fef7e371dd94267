import { describe, expect, it } from 'vitest';
import { loadPolicyRules, policyRule } from '../fixtures/policy-packs.ts';
import { problemsOf } from '../fixtures/sample-packs.ts';

const never = '{ assert: never, source: [a], target: [b], access: { file: [read] } }';
const problems = (selinux: string, changes = {}) => problemsOf(() => loadPolicyRules({ 'a/b': policyRule(selinux, changes) }));

describe('a rule about an SELinux policy is refused', () => {
  it.each([
    ['an assertion that there is not', '[{ assert: nevr }]', 'what is asserted is needed: one of property, no_permissive, never'],
    ['a misspelt member', `[${never.replace('source', 'sorce')}]`, "'sorce' is not known here; did you mean 'source'?"],
    ['no permissions', `[${never.replace('[read]', '[]')}]`, 'permissions of a class'],
    ['no assertion', '[]', 'must NOT have fewer than 1 items'],
    ['what needs another policy', '[{ assert: unchanged }]', 'no rule can say unchanged: it needs a policy to compare with'],
    ['classes of a kernel that it does not say', '[{ assert: kernel_classes }]', 'no rule can say kernel_classes: it needs the classes of a kernel; name them'],
    ['labels that are not named', '[{ assert: labels }]', 'labels looks into the fact selinux.labels; name it here'],
    ['modules that are not named', '[{ assert: neverallows_hold }]', 'neverallows_hold looks into the fact selinux.modules; name it here'],
  ])('%s', (_, selinux, message) => {
    const text = problems(selinux);
    expect(text).toContain(message);
    expect(text).toMatch(/^policies\/se\/rules\/a\/b\.yaml:\d+:\d+: /m);
    expect(text).not.toContain('"then" schema');
  });

  it('with an expression beside it', () => {
    expect(problems(`[${never}]`, { assert: '"true"' })).toContain('a rule with selinux has no assert');
    expect(problems(`[${never}]`, { forEach: 'policy.types', as: 'type', subject: 'type' })).toContain('a rule with selinux has no forEach');
  });

  it('without the fact that it is about', () => {
    expect(problems(`[${never}]`, { facts: '{ policy: selinux.modules }' })).toContain('a rule with selinux names the fact selinux.policy');
  });

  it('with a fact that nothing looks at', () => {
    expect(problems(`[${never}]`, { facts: '{ policy: selinux.policy, modules: selinux.modules }' })).toContain('modules is not used');
  });

  it('with a failTitle that names what violations do not have', () => {
    expect(problems(`[${never}]`, { failTitle: '"{violation.sorce}"' })).toContain('sorce');
  });
});

it('a rule may say the classes of a kernel itself', () => {
  expect(loadPolicyRules({ 'a/b': policyRule('[{ assert: kernel_classes, classes: { file: [read] } }]') })).toHaveLength(1);
});

it('a rule that says nothing is refused', () => {
  expect(problems('', { assert: '' })).toContain('what has to be true is missing: assert, or selinux for a policy');
});

it('class maps are held against their schema', () => {
  const load = () => loadPolicyRules({ 'a/b': policyRule(`[${never}]`) }, { classMaps: '{ files: { load: { file: [] } } }' });
  expect(problemsOf(load)).toContain('policies/se/pack.yaml');
});
