import { boolean, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';

const template = object({
  path: string('Path'),
  name: string('Name, which template-path of a configuration file ends in'),
  size: integer('Bytes'),
  sha256: string('SHA-256; the facts carry the file along by it, unless it looks like it holds a secret'),
  hasHeader: boolean('A TOML header stands before a line with +++'),
});

const headerSetting = object({
  template: string('Name of the template'),
  line: integer('Line'),
  key: string('required-extensions.std.helpers[0] …'),
  value: string('Value as text'),
});

const schema = object({
  templates: list(template, 'By name'),
  headers: list(headerSetting, 'What the headers of the templates say, value by value'),
});

export type TemplatesInventory = Infer<typeof schema>;

export const templatesInventory = declareFact<TemplatesInventory>({
  name: 'templates.inventory',
  summary: 'The templates that configuration files are rendered from, and the extensions they ask for',
  scope: 'bank',
  schema,
});
