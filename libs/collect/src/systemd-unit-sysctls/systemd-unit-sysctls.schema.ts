import { boolean, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';

const call = object({
  unit: string('Name of the unit'),
  file: string('Path of the unit file'),
  line: integer('Line of the command'),
  key: string('As the command names it'),
  value: string('What it writes; empty when it writes nothing'),
  plain: boolean('One sysctl with key=value and nothing else, without specifiers or variables: what it does can be told'),
  wanted: boolean('The file has WantedBy=, RequiredBy= or UpheldBy= in [Install], and no Condition or Assert, so that the first start enables it'),
});

const schema = object({ calls: list(call, 'Commands of services that run sysctl, by file; at most 1000') });

export type SystemdUnitSysctls = Infer<typeof schema>;

export const systemdUnitSysctls = declareFact<SystemdUnitSysctls>({
  name: 'systemd.unit-sysctls',
  summary: 'Services on ROOT that set kernel parameters with sysctl',
  scope: 'bank',
  schema,
});
