import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const policy = object({
  path: string('Path'),
  policyType: string('Name of its folder, which SELINUXTYPE names'),
  size: integer('Bytes'),
  version: integer('policyvers'),
  nameMatchesVersion: boolean('The name ends in that version'),
  mls: boolean('MLS, which levels of contexts need'),
  handleUnknown: oneOf(['deny', 'reject', 'allow'], 'What happens to classes and permissions that the policy does not know'),
  symbolTables: integer('Symbol tables'),
  contextTables: integer('Object context tables'),
  capabilities: array(string('Name'), 'Policy capabilities'),
  permissiveTypes: array(integer('Value'), 'Values of the types that are permissive'),
  defect: optional(string('Why no kernel loads it; absent: none was found, or the file has more than 8 MiB and only its header was looked at')),
});

const schema = object({ policies: list(policy, 'Every policy.N under the SELinux folders of ROOT, by path') });

export type SelinuxPolicyHeaders = Infer<typeof schema>;

export const selinuxPolicyHeader = declareFact<SelinuxPolicyHeaders>({
  name: 'selinux.policy-header',
  summary: 'What the headers of the compiled SELinux policies say',
  scope: 'bank',
  schema,
});
