import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const folder = object({
  path: string('Normalised path'),
  kernel: string('Name of the folder: the kernel release'),
  modules: integer('Modules below it'),
  builtin: optional(integer('Lines of modules.builtin')),
  builtinNames: optional(array(string('Name, _ for -'), 'Modules that modules.builtin names, in its order: parts of the kernel')),
  files: array(string('Name'), 'Files directly in it: modules.dep, modules.builtin …'),
});

const module = object({
  path: string('Normalised path, {kver} for the kernel release'),
  kernel: string('Name of the folder: the kernel release'),
  name: string('File name without extension, _ for -: the name that modprobe takes'),
  compression: oneOf(['none', 'gzip', 'xz', 'zstd'], 'By extension'),
  type: oneOf(['file', 'symlink', 'other'], 'Type'),
  size: integer('Bytes as stored'),
});

const schema = object({
  folders: list(folder, 'Folders in lib/modules, by path'),
  modules: list(module, 'Every kernel module in them, by path; at most 10 000'),
});

export type KernelModules = Infer<typeof schema>;

export const kernelModules = declareFact<KernelModules>({
  name: 'kernel.modules',
  summary: 'The kernel modules on ROOT',
  scope: 'bank',
  schema,
});
