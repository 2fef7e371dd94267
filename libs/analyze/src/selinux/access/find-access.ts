import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { markNames, markTypes, permissionVectors } from '../query-marks.ts';
import { searchRules } from '../search-rules.ts';
import type { Access, AccessQuery } from './access-query.ts';
import { activeBranches, isActive } from './active-rules.ts';
import { grantedAccess } from './granted-access.ts';

/**
 * Who may do what to whom: one element for each source, target and class, in that order by value. With a target only, who can; with a source only, what
 * it can do. A name that the policy does not define is an UnknownSymbolError, more than 400 000 elements are a LimitError.
 */
export function findAccess(policy: SelinuxPolicy, query: AccessQuery): Access[] {
  const vectors = permissionVectors(policy, query.permissions, markNames(policy.classes, 'class', query.classes));
  const found = grantedAccess(policy, rulesOf(policy, query), {
    sources: markTypes(policy, query.source, false),
    targets: markTypes(policy, query.target, false),
    vectors,
  });
  if (query.match !== 'all' || vectors === undefined) return found;
  return found.filter(({ tclass, permissions }) => permissions === vectors[tclass]!);
}

/** Allow rules that speak of the query's types, and count. */
function rulesOf(policy: SelinuxPolicy, { conditions = 'any', match: _, ...query }: AccessQuery): number[] {
  const branches = activeBranches(policy, conditions);
  const found = searchRules(policy, { kinds: ['allow'], ...query });
  return found.filter((rule) => policy.rules.kind[rule] === ruleKinds.allow && isActive(branches, policy.rules.conditional[rule]!));
}
