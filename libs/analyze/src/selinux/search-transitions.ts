import type { RangeTransition, RoleAllow, RoleTransition, SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { markNames, markTypes, matches } from './query-marks.ts';
import type { RangeQuery, RoleQuery } from './rule-query.ts';

/** Role allows have no class: a query for one finds none. */
export function searchRoleAllows(policy: SelinuxPolicy, query: Omit<RoleQuery, 'newRole'>): RoleAllow[] {
  const sources = markNames(policy.roles, 'role', query.source === undefined ? undefined : [query.source]);
  const targets = markNames(policy.roles, 'role', query.target === undefined ? undefined : [query.target]);
  if (query.classes !== undefined) return [];
  return policy.roleAllows.filter(({ role, newRole }) => matches(sources, role) && matches(targets, newRole));
}

export function searchRoleTransitions(policy: SelinuxPolicy, query: RoleQuery): RoleTransition[] {
  const sources = markNames(policy.roles, 'role', query.source === undefined ? undefined : [query.source]);
  const targets = markTypes(policy, query.target, false);
  const classes = markNames(policy.classes, 'class', query.classes);
  const newRoles = markNames(policy.roles, 'role', query.newRole === undefined ? undefined : [query.newRole]);
  return policy.roleTransitions.filter(
    ({ role, type, tclass, newRole }) => matches(sources, role) && matches(targets, type) && matches(classes, tclass) && matches(newRoles, newRole),
  );
}

/** A policy without MLS has no levels, and so none that say anything. */
export function searchRangeTransitions(policy: SelinuxPolicy, query: RangeQuery): RangeTransition[] {
  const sources = markTypes(policy, query.source, query.sourceDirect);
  const targets = markTypes(policy, query.target, query.targetDirect);
  const classes = markNames(policy.classes, 'class', query.classes);
  if (!policy.header.mls) return [];
  return policy.rangeTransitions.filter(({ source, target, tclass }) => matches(sources, source) && matches(targets, target) && matches(classes, tclass));
}
