import { boolean, declareFact, type Infer, integer, map, object, oneOf, optional, string } from '@staticfire/facts';

const module = object({
  state: oneOf(
    ['builtin', 'absent', 'denied', 'command', 'loadable'],
    'builtin: part of the kernel; absent: neither that nor a file; denied: it cannot be loaded by name; command: modprobe runs a command of its own; loadable',
  ),
  how: string('What makes it so'),
  blacklisted: boolean('Aliases do not load it; its own name still does'),
  autoload: boolean('settings.kernel.modules has it loaded at every start'),
  layer: optional(oneOf(['modprobe.d', 'settings-defaults', 'user-data'], 'Of the rule that decides')),
  file: optional(string('The rule, or the module')),
  line: optional(integer('Line in that file')),
});

const schema = object({
  modules: map(module, 'By name, with _ for -: every module of the image, and every one that a rule or a benchmark names', { missing: 'unknown' }),
});

export type ModprobeEffective = Infer<typeof schema>;

export const modprobeEffective = declareFact<ModprobeEffective>({
  name: 'modprobe.effective',
  summary: 'Which kernel modules can be loaded on a node',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
