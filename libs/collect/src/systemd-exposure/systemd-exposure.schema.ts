import { array, declareFact, type Infer, integer, list, object, oneOf, string } from '@staticfire/facts';

const service = object({
  unit: string('Main name; of a template what its instance i has'),
  tenths: integer('Overall exposure in tenths, 0 (the best) to 100'),
  level: oneOf(['PERFECT', 'SAFE', 'OK', 'MEDIUM', 'EXPOSED', 'UNSAFE', 'DANGEROUS'], 'The same as a word'),
  sandbox: integer('Its place in sandboxes, from 0'),
});

const sandbox = object({
  settings: array(
    object({ key: string('Setting of [Service]'), value: string('As one assignment would have it, lists in byte order; empty: an empty list') }),
    'What holds once all files are read, where it is not what a service has without any setting. Lists of addresses, devices, groups and credentials are not told here',
  ),
  checks: array(
    object({
      id: string('json_field of systemd-analyze: PrivateTmp, CapabilityBoundingSet_CAP_SYS_ADMIN …'),
      set: oneOf(['yes', 'no', 'not-counted'], 'Whether it is as it should be; not-counted: it does not matter for this service'),
      tenths: integer('What it adds to the overall exposure in tenths, rounded up'),
    }),
    "Every check, in systemd's order",
  ),
});

const schema = object({
  architecture: oneOf(['x86-64', 'arm64'], 'Of the program of systemd: filters are judged by the system calls that it has'),
  services: list(service, 'Services that systemd loads, by name; at most 5000. One whose files cannot be read is unreadable'),
  sandboxes: list(sandbox, 'Services that are restricted alike share one; at most 200'),
});

export type SystemdExposure = Infer<typeof schema>;

export const systemdExposure = declareFact<SystemdExposure>({
  name: 'systemd.exposure',
  summary: 'How far services are sandboxed, scored as systemd-analyze security --offline of systemd 252 does',
  scope: 'bank',
  schema,
});
