import { type RoleAllow, ruleKinds, type SelinuxClass, type SelinuxConstraint, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { holds } from '../constraints/index.ts';
import type { Context } from '../contexts/index.ts';
import { type ActiveBranches, isActive } from './active-rules.ts';

const ALL = 0xffffffff;
const CLASS_PROCESS = 'process';
const ROLE_CHANGING = ['transition', 'dyntransition'];

/** Why permissions of a class are denied; the vectors of all denials together are everything that is not allowed. */
export type AccessDenial =
  | { readonly reason: 'rule'; readonly permissions: number }
  | { readonly reason: 'constraint'; readonly permissions: number; readonly constraint: SelinuxConstraint }
  /** Only for a process that changes its role: no role allow rule names the two. */
  | { readonly reason: 'role'; readonly permissions: number }
  /** The type that bounds the source may not do it. */
  | { readonly reason: 'bounds'; readonly permissions: number; readonly bounds: number };

export interface AccessDecision {
  /** An access vector, unsigned. */
  readonly allowed: number;
  readonly denials: readonly AccessDenial[];
}

export interface AccessPair {
  readonly source: Context;
  readonly target: Context;
  readonly tclass: SelinuxClass;
}

/**
 * What the kernel's security server answers for a class and two contexts, permissive domains left out of account: rules, then constraints with levels, then
 * role allows, then type bounds (security/selinux/ss/services.c, `context_struct_compute_av`).
 */
export function decideAccess(policy: SelinuxPolicy, pair: AccessPair, branches: ActiveBranches): AccessDecision {
  const decision = decideUnbounded(policy, pair, branches);
  const { bounds } = policy.types.at(pair.source.type)!;
  if (bounds === 0) return decision;
  const masked = (decision.allowed & ~boundedAccess(policy, pair, branches)) >>> 0;
  if (masked === 0) return decision;
  return { allowed: (decision.allowed & ~masked) >>> 0, denials: [...decision.denials, { reason: 'bounds', permissions: masked, bounds }] };
}

function decideUnbounded(policy: SelinuxPolicy, pair: AccessPair, branches: ActiveBranches): AccessDecision {
  const denials: AccessDenial[] = [];
  const deny = (allowed: number, denial: AccessDenial): number => {
    const permissions = (denial.permissions & allowed) >>> 0;
    if (permissions !== 0) denials.push({ ...denial, permissions });
    return (allowed & ~denial.permissions) >>> 0;
  };
  const all = permissionsOf(pair.tclass);
  const ruled = accessVector(policy, pair.source.type, pair.target.type, pair.tclass.value, branches);
  let allowed = deny(all, { reason: 'rule', permissions: (all & ~ruled) >>> 0 });
  for (const constraint of pair.tclass.constraints) {
    if ((constraint.permissions & allowed) === 0 || holds(policy, constraint, pair)) continue;
    allowed = deny(allowed, { reason: 'constraint', permissions: constraint.permissions, constraint });
  }
  allowed = deny(allowed, { reason: 'role', permissions: withoutRoleAllow(policy, pair) });
  return { allowed, denials };
}

/** What the allow rules that count grant one type on another, unsigned. */
export function accessVector(policy: SelinuxPolicy, source: number, target: number, tclass: number, branches: ActiveBranches): number {
  const { attributeMap, ruleIndex, rules } = policy;
  const targets = new Set([target, ...attributeMap.attributesOf(target)]);
  let vector = 0;
  for (const value of [source, ...attributeMap.attributesOf(source)]) {
    for (const rule of ruleIndex.bySource(value)) {
      if (rules.tclass[rule] !== tclass || rules.kind[rule] !== ruleKinds.allow || !targets.has(rules.target[rule]!)) continue;
      if (isActive(branches, rules.conditional[rule]!)) vector |= rules.data[rule]!;
    }
  }
  return vector >>> 0;
}

function permissionsOf({ permissionNames }: SelinuxClass): number {
  return permissionNames.reduce((vector, name, bit) => (name === undefined ? vector : vector | (1 << bit)), 0) >>> 0;
}

function withoutRoleAllow({ roleAllows }: SelinuxPolicy, { source, target, tclass }: AccessPair): number {
  if (tclass.name !== CLASS_PROCESS || source.role === target.role) return 0;
  const isAllowed = ({ role, newRole }: RoleAllow) => role === source.role && newRole === target.role;
  if (roleAllows.some(isAllowed)) return 0;
  return tclass.permissionNames.reduce((vector, name, bit) => (ROLE_CHANGING.includes(name!) ? vector | (1 << bit) : vector), 0) >>> 0;
}

/** What all of the source's bounds may do, each to the target's bounds where it has any (`type_attribute_bounds_av`). */
function boundedAccess(policy: SelinuxPolicy, { source, target, tclass }: AccessPair, branches: ActiveBranches): number {
  const boundsOf = ({ type }: Context) => policy.types.at(type)!.bounds;
  let pair: AccessPair = { source, target, tclass };
  let allowed = ALL;
  while (boundsOf(pair.source) !== 0 && allowed !== 0) {
    const bounded = { ...pair.source, type: boundsOf(pair.source) };
    pair = { source: bounded, target: { ...pair.target, type: boundsOf(pair.target) || pair.target.type }, tclass };
    allowed = (allowed & decideUnbounded(policy, pair, branches).allowed) >>> 0;
  }
  return allowed;
}
