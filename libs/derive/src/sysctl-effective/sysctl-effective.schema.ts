import { array, declareFact, type Infer, integer, map, object, oneOf, optional, string } from '@staticfire/facts';

const parameter = object({
  value: string('As reading the parameter gives it; numbers in decimal'),
  layer: oneOf(['kernel-default', 'sysctl.d', 'unit', 'settings-defaults', 'user-data'], 'Who decides it: later layers win'),
  file: optional(string('The file that sets it')),
  line: optional(integer('Line in that file')),
  because: optional(string('What the file alone does not show')),
});

const schema = object({
  missing: optional(
    array(
      object({ key: string('In dotted form'), because: string('Why') }),
      'Parameters of those known here that this kernel does not have, by key; absent where there is none',
    ),
  ),
  keys: map(parameter, 'By key in dotted form: net.ipv4.ip_forward. Nothing is known of keys that are not there', { missing: 'unknown' }),
});

export type SysctlEffective = Infer<typeof schema>;

export const sysctlEffective = declareFact<SysctlEffective>({
  name: 'sysctl.effective',
  summary: 'Kernel parameters of a node that is up: compiled in, of sysctl.d, of units, of settings',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
