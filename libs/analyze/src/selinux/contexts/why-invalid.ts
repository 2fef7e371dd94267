import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { Context } from './context.ts';
import { dominates, isSubset, type Level, levelOf } from './level.ts';

/** The role of files: it goes with every user, type and range. */
const OBJECT_ROLE = 1;

/** Why the parts of a context do not go together, undefined for a valid one (policydb.c, `policydb_context_isvalid`, and mls.c, `mls_context_isvalid`). */
export function whyInvalid(policy: SelinuxPolicy, context: Context): string | undefined {
  const { user, role, type } = context;
  if (policy.types.at(type)!.isAttribute) return 'its type is an attribute';
  if (role !== OBJECT_ROLE) {
    if (!policy.roles.at(role)!.types.has(type - 1)) return 'its role does not have its type';
    if (!policy.users.at(user)!.roles.has(role - 1)) return 'its user does not have its role';
  }
  return policy.header.mls ? whyInvalidRange(policy, context) : undefined;
}

function whyInvalidRange(policy: SelinuxPolicy, { user, role, low, high }: Context): string | undefined {
  if (!isLevel(policy, low) || !isLevel(policy, high)) return 'a sensitivity does not have its categories';
  if (!dominates(high, low)) return 'its high level does not dominate its low one';
  if (role === OBJECT_ROLE) return undefined;
  const { range } = policy.users.at(user)!;
  return dominates(low, levelOf(range.low)) && dominates(levelOf(range.high), high) ? undefined : 'its range is not within that of its user';
}

function isLevel({ sensitivities }: SelinuxPolicy, { sensitivity, categories }: Level): boolean {
  return isSubset(categories, levelOf({ sensitivity, categories: sensitivities.at(sensitivity)!.categories }).categories);
}
