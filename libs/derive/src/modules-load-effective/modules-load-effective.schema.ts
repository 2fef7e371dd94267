import { declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const module = object({
  name: string('Module or alias, as it is asked for'),
  state: oneOf(
    ['builtin', 'absent', 'denied', 'command', 'loadable'],
    'What becomes of it: as modprobe.effective has it, and denied also where it is blacklisted, which counts here',
  ),
  module: optional(string('The module that an alias leads to')),
  by: oneOf(['cmdline', 'modules-load.d', 'settings'], 'Who asks for it: modules_load= on the command line, a file, or settings.kernel.modules'),
  file: optional(string('The file that asks; absent for settings')),
  line: optional(integer('Line in that file')),
});

const schema = object({ modules: list(module, 'In the order in which they are loaded; those of settings last') });

export type ModulesLoadEffective = Infer<typeof schema>;

export const modulesLoadEffective = declareFact<ModulesLoadEffective>({
  name: 'modules-load.effective',
  summary: 'Kernel modules that a node loads at every start because something names them, and whether it can',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
