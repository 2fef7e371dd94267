import { array, boolean, declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const kernel = string('Name of the folder: the kernel release');

const folder = object({
  path: string('Normalised path'),
  kernel,
  dependencies: optional(integer('Lines of modules.dep; absent when there is none')),
  aliases: optional(integer('Lines of modules.alias; absent when there is none')),
  builtinEntries: optional(integer('Entries of modules.builtin.modinfo; absent when there is none')),
});

const place = object({ kernel, path: string('Path in the folder') });

const alias = object({
  kernel,
  alias: string('As written; a pattern'),
  module: string('Name of the module'),
  builtin: boolean('modules.builtin.modinfo says it: the module is part of the kernel'),
});

const softDependency = object({
  kernel,
  module: string('Name of the module'),
  pre: array(string('Name'), 'What modprobe loads before it'),
  post: array(string('Name'), 'What modprobe loads after it'),
});

const schema = object({
  folders: list(folder, 'Folders in lib/modules, by path'),
  missing: list(place, 'Paths that modules.dep names and that are no file, sorted; at most 1000'),
  unlisted: list(place, 'Modules that modules.dep does not name, which modprobe does not find, sorted; at most 1000'),
  aliases: list(alias, 'Of modules.alias and modules.builtin.modinfo, in their order, but for those of hardware; at most 10 000'),
  softDependencies: list(softDependency, 'Of modules.softdep; at most 1000'),
});

export type KernelModuleIndex = Infer<typeof schema>;

export const kernelModuleIndex = declareFact<KernelModuleIndex>({
  name: 'kernel.module-index',
  summary: 'What depmod says of the kernel modules on ROOT, and whether their files agree',
  scope: 'bank',
  schema,
});
