import { array, boolean, declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const location = object({
  setting: oneOf(['metadata-base-url', 'targets-base-url'], 'Name below settings.updates'),
  source: oneOf(['settings', 'generator'], 'Set by the defaults or user data, or filled in by a program when the node starts'),
  written: string('The value, or the command of the generator'),
  url: optional(string('The value with what the image decides put in, {{ … }} kept where it does not; absent for a generator that is not known')),
  open: array(string('{{ … }}'), 'What is decided only when the node starts'),
  scheme: optional(string('https …; absent when it is open')),
  secure: optional(boolean('The scheme is https; absent when it is open')),
  host: optional(string('With port; absent when it is open')),
  variant: optional(string('The part of the path before the architecture')),
  variantMatches: optional(boolean('It is VARIANT_ID')),
  architecture: optional(string('The part of the path that names one')),
  architectureMatches: optional(boolean('It is that of the kernel')),
  version: optional(string('The part of the path that names a version')),
  versionMatches: optional(boolean('It is VERSION_ID')),
});

const choice = object({
  setting: oneOf(['seed', 'version-lock', 'ignore-waves'], 'Name below settings.updates'),
  source: oneOf(['settings', 'generator'], 'As above'),
  value: optional(string('The value as text; absent when a generator fills it in')),
  generator: optional(string('Its command')),
});

const schema = object({
  locations: list(location, 'Where updates come from; none of a setting that neither settings nor a generator fill'),
  choices: list(choice, 'Which update a node takes, and when'),
});

export type UpdatesLocations = Infer<typeof schema>;

export const updatesLocations = declareFact<UpdatesLocations>({
  name: 'updates.locations',
  summary: 'Where a node takes its updates from, as far as the image decides, and whether that is for this variant and architecture',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
