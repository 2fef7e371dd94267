import { array, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';
import { configFile } from '../config-files/config-file.ts';

const entry = object({ file: string('Path of the file'), line: integer('Line'), module: string('Module or alias, as written') });

const schema = object({
  folders: array(string('Path'), 'Search folders that exist on ROOT, the one that counts first first'),
  files: list(configFile, 'Everything in the search folders'),
  entries: list(entry, 'Every line of the files that are read, also of overridden ones'),
});

export type ModulesLoadFiles = Infer<typeof schema>;

export const modulesLoadFiles = declareFact<ModulesLoadFiles>({
  name: 'modules-load.files',
  summary: 'Kernel modules that modules-load.d files on ROOT load at every start, line by line',
  scope: 'bank',
  schema,
});
