import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { configFile } from '../config-files/config-file.ts';

const entry = object({
  file: string('Path of the file'),
  line: integer('First of its lines'),
  kind: oneOf(['assignment', 'ignored'], 'ignored: a line that systemd reports and skips'),
  section: string('Section it stands in'),
  key: string('Key; of ignored lines the line'),
  value: optional(string('Value; empty resets the key')),
});

const schema = object({
  main: list(configFile, 'journald.conf in each folder that has one; the first counts'),
  folders: array(string('Path'), 'Folders for drop-ins that exist on ROOT, the one that counts first first'),
  files: list(configFile, 'Everything in the folders for drop-ins'),
  entries: list(entry, 'Every assignment of the files that are read, also of overridden ones'),
});

export type JournaldFiles = Infer<typeof schema>;

export const journaldFiles = declareFact<JournaldFiles>({
  name: 'journald.files',
  summary: 'How the journal is configured: journald.conf and its drop-ins on ROOT, line by line',
  scope: 'bank',
  schema,
});
