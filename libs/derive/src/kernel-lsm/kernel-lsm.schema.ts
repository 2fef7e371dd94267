import { securityModuleStates } from '@staticfire/analyze/kernel';
import { array, declareFact, type Infer, list, map, object, oneOf, string } from '@staticfire/facts';

const module = object({
  state: oneOf(securityModuleStates, 'active: it starts; off: it is part of the kernel and does not start; not-built: it is no part of it'),
  how: string('What makes it so'),
});

const schema = object({
  orderFrom: oneOf(['lsm=', 'CONFIG_LSM'], 'What gives the order: the last lsm= of the command line, or the configuration'),
  order: array(string('Name'), 'As written there'),
  unknownNames: array(string('Name'), 'Names in it that no module of this kernel has'),
  active: list(object({ name: string('Name') }), 'Modules that start, in the order of /sys/kernel/security/lsm'),
  modules: map(module, 'By name: the security modules that a kernel of this release can have', { missing: 'unknown' }),
});

export type KernelLsm = Infer<typeof schema>;

export const kernelLsm = declareFact<KernelLsm>({
  name: 'kernel.lsm',
  summary: 'Which Linux security modules start on a node, in which order, and what decides it',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
