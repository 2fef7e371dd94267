import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { configFile } from '../config-files/config-file.ts';

const entry = object({
  file: string('Path of the file'),
  line: integer('First of its lines'),
  command: oneOf(['alias', 'blacklist', 'options', 'install', 'remove', 'softdep', 'weakdep', 'ignored'], 'ignored: a line that kmod skips'),
  name: string('Module, with _ for -; of an alias the pattern; of ignored lines the line'),
  argument: optional(string('Module of an alias, options, command line, dependencies')),
});

const schema = object({
  folders: array(string('Path'), 'Search folders that exist on ROOT, the one that counts first first'),
  files: list(configFile, 'Everything in the search folders'),
  entries: list(entry, 'Every command of the files that are read, also of overridden ones'),
});

export type ModprobeFiles = Infer<typeof schema>;

export const modprobeFiles = declareFact<ModprobeFiles>({
  name: 'modprobe.files',
  summary: 'What modprobe.d files on ROOT say of kernel modules, line by line',
  scope: 'bank',
  schema,
});
