import { moduleOutcomes } from '@staticfire/analyze/kernel';
import { boolean, declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const signatures = object({
  checked: boolean('The kernel looks at signatures of modules'),
  required: boolean('It loads those modules alone that a key of its own vouches for'),
  requiredBy: optional(oneOf(['config', 'cmdline', 'lockdown'], 'The first that makes it so; absent when they are not required')),
});

const module = object({
  name: string('With _ for -'),
  path: string('Normalised path of the file'),
  outcome: oneOf(
    moduleOutcomes,
    'loads: modprobe and the kernel take it; denied: modprobe does not, as its rules say; refused: the kernel does not, for its signature; command: modprobe runs a command of its own',
  ),
  how: string('What makes it so'),
  signed: boolean('A signature is appended, whoever made it'),
});

const schema = object({
  signatures: optional(signatures),
  modules: list(module, 'Every module file of the image, by path'),
});

export type ModulesEffective = Infer<typeof schema>;

export const modulesEffective = declareFact<ModulesEffective>({
  name: 'modules.effective',
  summary: 'Which module files a node that is up still loads when modprobe is asked for them',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
