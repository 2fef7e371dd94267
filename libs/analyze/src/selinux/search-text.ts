import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { RangeQuery, RoleQuery, RuleQuery } from './rule-query.ts';
import { RuleText } from './rule-text.ts';
import { searchNamedTransitions, searchRules } from './search-rules.ts';
import { searchRangeTransitions, searchRoleAllows, searchRoleTransitions } from './search-transitions.ts';

/** A search's rules as lines of `sesearch`, sorted by code unit. */
export function searchText(policy: SelinuxPolicy, query: RuleQuery): string[] {
  const text = new RuleText(policy);
  const rules = searchRules(policy, query).map((rule) => text.rule(rule));
  return rules.concat(searchNamedTransitions(policy, query).map(({ transition, source }) => text.filenameTransition(transition, source))).sort();
}

export function roleAllowText(policy: SelinuxPolicy, query: RoleQuery): string[] {
  const text = new RuleText(policy);
  return searchRoleAllows(policy, query)
    .map((rule) => text.roleAllow(rule))
    .sort();
}

export function roleTransitionText(policy: SelinuxPolicy, query: RoleQuery): string[] {
  const text = new RuleText(policy);
  return searchRoleTransitions(policy, query)
    .map((rule) => text.roleTransition(rule))
    .sort();
}

export function rangeTransitionText(policy: SelinuxPolicy, query: RangeQuery): string[] {
  const text = new RuleText(policy);
  return searchRangeTransitions(policy, query)
    .map((rule) => text.rangeTransition(rule))
    .sort();
}
