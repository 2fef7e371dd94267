import { searchRoleAllows } from '../../search-transitions.ts';
import { kindSchema, nameSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';
import { askedSchema, checkAsked, type FoundRule, judgeRules, type RuleEndNames, ruleEndSchemas } from './rule-ends.ts';

/**
 * Rule by rule, as `assert_rbac` of setools' sechecker has it: the role allow rules that match are about what is expected or exempt, and no others.
 * `missing: ok` is about exemptions alone.
 */
export interface RoleAllowsAssertion extends Leniency, RuleEndNames {
  readonly assert: 'role_allows';
  readonly source?: string;
  readonly target?: string;
}

export const roleAllowsSchema = {
  ...kindSchema('role_allows', { source: nameSchema('a role'), target: nameSchema('a role'), ...ruleEndSchemas }, []),
  ...askedSchema(['source', 'target']),
};

export function decideRoleAllows(scope: AssertionScope, assertion: RoleAllowsAssertion): ViolationDraft[] {
  const { source, target, exempt_source = [], exempt_target = [], expect_source = [], expect_target = [] } = assertion;
  checkAsked('role_allows', [source, target]);
  const { policy, text } = scope;
  const query = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) };
  const found = searchRoleAllows(policy, query).map((rule): FoundRule => {
    const names = { source: policy.roles.nameOf(rule.role), target: policy.roles.nameOf(rule.newRole) };
    return {
      sources: [rule.role],
      targets: [rule.newRole],
      violation: () => ({ subject: `${names.source} ${names.target}`, ...names, rules: () => [text.roleAllow(rule)] }),
    };
  });
  const strict = scope.strict();
  const sources = { expected: strict.roles(expect_source), exempt: scope.roles(exempt_source) };
  const targets = { expected: strict.roles(expect_target), exempt: scope.roles(exempt_target) };
  return judgeRules(found, sources, targets, policy.roles);
}
