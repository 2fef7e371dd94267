import { array, declareFact, type Infer, integer, object, oneOf, string } from '@staticfire/facts';

const place = {
  key: string('As TOML writes it: settings.kernel.sysctl."net.core.somaxconn"'),
  layer: oneOf(['defaults', 'user-data'], "The image's defaults, or user data"),
  file: string('Path on ROOT, or of user data as the user gave it'),
  line: integer('Line'),
};

const schema = object({
  entries: array(object(place), 'Every setting, with the layer that decides it'),
  unknown: array(object(place), 'Keys that no variant of Bottlerocket 1.26 to 1.67 has; user data with one is refused as a whole'),
  wrong: array(object({ ...place, message: string('What was found and expected') }), 'Settings of a wrong type; user data with one is refused as a whole'),
  generated: array(
    object({ key: place.key, generator: string('Command'), file: place.file, line: place.line }),
    'Settings that nothing sets and that this command fills in when the node starts',
  ),
});

export type SettingsOrigins = Infer<typeof schema>;

export const settingsOrigins = declareFact<SettingsOrigins>({
  name: 'settings.origins',
  summary: 'Which file and line decides each setting, and what in the files is no setting',
  scope: 'bank',
  changedByUserData: true,
  schema,
});
