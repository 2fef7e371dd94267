import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { configFile } from '../config-files/config-file.ts';

const entry = object({
  file: string('Path of the file'),
  line: integer('Line'),
  kind: oneOf(['set', 'exclude', 'ignored'], 'set: writes the value; exclude: keeps globs off the key; ignored: a line that systemd-sysctl skips'),
  key: string('Key in dotted form; of ignored lines the line'),
  value: optional(string('Value, of set only')),
  ignoreFailure: boolean('A failure to write does not matter'),
  glob: boolean('Stands for every key that fits'),
});

const schema = object({
  folders: array(string('Path'), 'Search folders that exist on ROOT, the one that counts first first'),
  files: list(configFile, 'Everything in the search folders'),
  entries: list(entry, 'Every line of the files that are read, also of overridden ones'),
});

export type SysctlFiles = Infer<typeof schema>;

export const sysctlFiles = declareFact<SysctlFiles>({
  name: 'sysctl.files',
  summary: 'Kernel parameters that sysctl.d files on ROOT set, line by line',
  scope: 'bank',
  schema,
});
