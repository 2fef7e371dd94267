import { policyCounts } from '@staticfire/analyze/selinux/info';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { StatementCounts, statementKinds } from './selinux-policy.schema.ts';

/** By the name of the fact's field the word of seinfo. */
const WORDS: Readonly<Record<keyof typeof statementKinds, string>> = {
  classes: 'Classes',
  permissions: 'Permissions',
  sensitivities: 'Sensitivities',
  categories: 'Categories',
  types: 'Types',
  attributes: 'Attributes',
  users: 'Users',
  roles: 'Roles',
  booleans: 'Booleans',
  conditionals: 'Cond. Expr.',
  typeBounds: 'Typebounds',
  allow: 'Allow',
  auditAllow: 'Auditallow',
  dontAudit: 'Dontaudit',
  typeTransition: 'Type_trans',
  typeChange: 'Type_change',
  typeMember: 'Type_member',
  allowExtended: 'Allowxperm',
  auditAllowExtended: 'Auditallowxperm',
  dontAuditExtended: 'Dontauditxperm',
  rangeTransition: 'Range_trans',
  roleAllow: 'Role allow',
  roleTransition: 'Role_trans',
  constraints: 'Constraints',
  mlsConstraints: 'MLS Constrain',
  validateTransitions: 'Validatetrans',
  mlsValidateTransitions: 'MLS Val. Tran',
  defaults: 'Defaults',
  initialSids: 'Initial SIDs',
  fileSystemUses: 'Fs_use',
  genericFileSystems: 'Genfscon',
  ports: 'Portcon',
  interfaces: 'Netifcon',
  nodes: 'Nodecon',
  infinibandPartitions: 'Ibpkeycon',
  infinibandPorts: 'Ibendportcon',
};

export function statementCounts(policy: SelinuxPolicy): StatementCounts {
  const counts = policyCounts(policy);
  return Object.fromEntries(Object.entries(WORDS).map(([field, word]) => [field, counts.get(word)!])) as StatementCounts;
}
