import { declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const parameter = object({
  name: string('Before the first ='),
  key: string('The name with _ for every -: the kernel and systemd take them as one'),
  value: optional(string('After the first =, without quotes; absent when there is no =')),
  from: oneOf(['grub.cfg', 'uki', 'bootconfig'], 'Who puts it there'),
  line: optional(integer('Line in that file, from 1; absent where the file has no lines')),
});

const schema = object({
  source: oneOf(['grub.cfg', 'uki'], 'What hands the command line to the kernel'),
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('The file on that partition'),
  text: string('As it is handed over'),
  bootconfig: oneOf(['applied', 'inert', 'none', 'unreadable'], 'What bootconfig.data on PRIVATE does to it'),
  effective: string('As the kernel goes by it: with the words of bootconfig when they apply'),
  parameters: list(parameter, 'For the kernel, in order'),
  initArguments: list(parameter, 'After --, for init, in order'),
});

export type BootCmdline = Infer<typeof schema>;

export const bootCmdline = declareFact<BootCmdline>({
  name: 'boot.cmdline',
  summary: 'The kernel command line: from grub.cfg or the UKI, and from bootconfig where it applies',
  scope: 'bank',
  schema,
});
