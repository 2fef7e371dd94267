import { array, declareFact, type Infer, object, optional, string } from '@staticfire/facts';

const field = object({ key: string('Key'), value: string('Value without quotes') });

const schema = object({
  path: string('Where it was read'),
  name: optional(string('NAME')),
  id: optional(string('ID')),
  version: optional(string('VERSION')),
  versionId: optional(string('VERSION_ID')),
  prettyName: optional(string('PRETTY_NAME')),
  variantId: optional(string('VARIANT_ID')),
  buildId: optional(string('BUILD_ID')),
  fields: array(field, 'All lines in order; a key given twice counts with its last value'),
});

export type ReleaseIdentity = Infer<typeof schema>;

export const releaseIdentity = declareFact<ReleaseIdentity>({
  name: 'release.identity',
  summary: 'What the image says it is: os-release',
  scope: 'bank',
  schema,
});
