import { lockdownModes } from '@staticfire/analyze/kernel';
import { boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const schema = object({
  mode: oneOf(lockdownModes, 'What a node that is up is locked down to'),
  decidedBy: optional(oneOf(['config', 'cmdline', 'settings'], 'The first that brought it there; absent for none')),
  supported: boolean('The kernel can be locked down'),
  drivers: list(
    object({ package: string('Name') }),
    'Packages of the inventory with drivers that are linked on the node and signed by nobody: kmod-…-nvidia-…',
  ),
  layer: optional(oneOf(['settings-defaults', 'user-data'], 'Of settings.kernel.lockdown, where that decides')),
  file: optional(string('Where settings.kernel.lockdown stands, where that decides')),
  line: optional(integer('Line in that file')),
});

export type LockdownEffective = Infer<typeof schema>;

export const lockdownEffective = declareFact<LockdownEffective>({
  name: 'lockdown.effective',
  summary: 'What the kernel of a node is locked down to, and what decides it',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
