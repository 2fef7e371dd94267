import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { configFile } from '../config-files/config-file.ts';

const entry = object({
  file: string('Path of the file'),
  line: integer('Line'),
  kind: oneOf(['item', 'ignored', 'version-dependent'], 'ignored: a line that systemd-tmpfiles skips; version-dependent: its versions differ'),
  type: string('Letter: d, L, C …; empty where the kind is not item'),
  modifiers: string('Signs after the letter'),
  path: string('Path, specifiers kept; the line where the kind is not item'),
  mode: optional(string('As written: 0755, ~0755')),
  user: optional(string('Name or number')),
  group: optional(string('Name or number')),
  age: optional(string('As written')),
  argument: optional(string('As written')),
});

const schema = object({
  folders: array(string('Path'), 'Search folders that exist on ROOT, the one that counts first first'),
  files: list(configFile, 'Everything in the search folders'),
  entries: list(entry, 'Every line of the files that are read, also of overridden ones'),
});

export type TmpfilesFiles = Infer<typeof schema>;

export const tmpfilesFiles = declareFact<TmpfilesFiles>({
  name: 'tmpfiles.files',
  summary: 'What tmpfiles.d files on ROOT create at boot, line by line',
  scope: 'bank',
  schema,
});
