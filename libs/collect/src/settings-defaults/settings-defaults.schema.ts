import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const setting = object({
  file: string('Path of the file'),
  line: integer('Line'),
  key: string('Dotted key as TOML writes it, elements of arrays with their index: settings.ntp.time-servers[0]'),
  type: oneOf(['string', 'integer', 'float', 'boolean', 'date', 'array', 'table'], 'Type; array and table are empty ones'),
  value: optional(string('Strings as they are, integers in decimal, others as the file writes them; left out where it is redacted')),
  redacted: boolean('The value looks like a secret'),
});

const schema = object({
  files: array(object({ path: string('Path'), settings: integer('Values in it') }), 'Files with defaults that could be read'),
  settings: list(setting, 'Every value, by file and line; at most 20 000'),
});

export type SettingsDefaults = Infer<typeof schema>;

export const settingsDefaults = declareFact<SettingsDefaults>({
  name: 'settings.defaults',
  summary: 'The settings that the image starts with, value by value',
  scope: 'bank',
  schema,
});
