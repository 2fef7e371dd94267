import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { constraintText } from '../constraints/index.ts';
import { RuleText } from '../rule-text.ts';
import type { AccessDenial, AccessPair } from './decide-access.ts';

/** One line for a denial: `{ read write }: no rule allows it`, and so on. */
export function denialText(policy: SelinuxPolicy, { source, target, tclass }: AccessPair, denial: AccessDenial): string {
  const permissions = new RuleText(policy).permissions(tclass.value, denial.permissions);
  const { roles, types } = policy;
  switch (denial.reason) {
    case 'rule':
      return `${permissions}: no rule allows it`;
    case 'constraint':
      return `${permissions}: ${constraintText(policy, tclass, denial.constraint)}`;
    case 'role':
      return `${permissions}: no rule allows ${roles.nameOf(source.role)} ${roles.nameOf(target.role)}`;
    case 'bounds':
      return `${permissions}: ${types.nameOf(denial.bounds)}, which bounds ${types.nameOf(source.type)}, may not do it`;
  }
}
