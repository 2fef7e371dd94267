import { array, boolean, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

/** How many of each. */
export const statementKinds = {
  classes: integer('Object classes'),
  permissions: integer('Permissions, those of commons counted once'),
  sensitivities: integer('Sensitivities'),
  categories: integer('Categories'),
  types: integer('Types, without attributes and aliases'),
  attributes: integer('Type attributes'),
  users: integer('Users'),
  roles: integer('Roles'),
  booleans: integer('Booleans'),
  conditionals: integer('Conditional expressions'),
  typeBounds: integer('typebounds'),
  allow: integer('allow rules'),
  auditAllow: integer('auditallow rules'),
  dontAudit: integer('dontaudit rules'),
  typeTransition: integer('type_transition rules, those for file names included'),
  typeChange: integer('type_change rules'),
  typeMember: integer('type_member rules'),
  allowExtended: integer('allowxperm rules'),
  auditAllowExtended: integer('auditallowxperm rules'),
  dontAuditExtended: integer('dontauditxperm rules'),
  rangeTransition: integer('range_transition rules'),
  roleAllow: integer('Role allow rules'),
  roleTransition: integer('role_transition rules'),
  constraints: integer('constrain statements'),
  mlsConstraints: integer('mlsconstrain statements'),
  validateTransitions: integer('validatetrans statements'),
  mlsValidateTransitions: integer('mlsvalidatetrans statements'),
  defaults: integer('default_user, default_role, default_type and default_range statements'),
  initialSids: integer('Initial SIDs'),
  fileSystemUses: integer('fs_use statements'),
  genericFileSystems: integer('genfscon statements'),
  ports: integer('portcon statements'),
  interfaces: integer('netifcon statements'),
  nodes: integer('nodecon statements'),
  infinibandPartitions: integer('ibpkeycon statements'),
  infinibandPorts: integer('ibendportcon statements'),
};

const counts = object(statementKinds, 'How many statements of each kind, as seinfo counts them');
const name = string('Name');
const context = string('Security context, without aliases');

const schema = object({
  path: string('Path'),
  policyType: string('Name of its folder, which SELINUXTYPE names'),
  size: integer('Bytes'),
  sha256: string('SHA-256 of the file'),
  version: integer('policyvers'),
  mls: boolean('MLS, which levels of contexts need'),
  handleUnknown: oneOf(['deny', 'reject', 'allow'], 'What happens to classes and permissions that the policy does not know'),
  capabilities: array(name, 'Policy capabilities, sorted'),
  counts,
  types: array(name, 'Types, without attributes and aliases, sorted'),
  attributes: array(name, 'Type attributes, sorted'),
  permissiveTypes: array(name, 'Types whose accesses are allowed whatever the rules say, sorted'),
  neverAuditTypes: array(name, 'Types whose denials are never audited, sorted'),
  booleans: array(object({ name, default: boolean('State after loading') }), 'Booleans, by name'),
  initialSids: array(
    object({ sid: integer('Number'), name: optional(string('Name that kernels give the number')), context }),
    'Contexts of what exists before anything is labelled, by number',
  ),
  fileSystemUses: array(
    object({ fileSystem: name, behaviour: oneOf(['xattr', 'trans', 'task'], 'Where labels of its files come from'), context }),
    'Filesystems whose files have labels of their own, by name; the context is that of the filesystem and of files without a label',
  ),
  genericFileSystems: array(
    object({ fileSystem: name, path: string('Start of the paths'), class: optional(string('Object class; absent: any')), context }),
    'Filesystems whose files are labelled by path, by filesystem, path and class',
  ),
});

export type SelinuxPolicyFact = Infer<typeof schema>;
export type StatementCounts = Infer<typeof counts>;

export const selinuxPolicy = declareFact<SelinuxPolicyFact>({
  name: 'selinux.policy',
  summary: 'The SELinux policy that the image configures, decoded and checked as a whole',
  scope: 'bank',
  schema,
});
