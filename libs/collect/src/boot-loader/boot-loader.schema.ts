import { array, declareFact, type Infer, object, optional, string } from '@staticfire/facts';

const variable = object({ name: string('Name'), value: string('Value after expansion') });

const menuEntry = object({
  title: string('As the menu shows it'),
  kernel: optional(string('Path of the kernel, from its linux command')),
  commandLine: string('What the kernel gets after the path, variables expanded; $boot_uuid is set by the boot loader at run time and stays'),
  initrds: array(string('Path'), 'Paths of its initrd commands'),
});

const schema = object({
  path: string('Where the configuration was read'),
  default: string('The entry that boots without a key press: a number from 0, an id or a title'),
  timeout: string('Seconds; empty when not set'),
  variables: array(variable, 'Set outside of the entries, in order'),
  entries: array(menuEntry, 'Menu entries in order'),
});

export type BootLoader = Infer<typeof schema>;

export const bootLoader = declareFact<BootLoader>({
  name: 'boot.loader',
  summary: 'grub.cfg: menu entries, variables and what each entry boots',
  scope: 'bank',
  schema,
});
