import { array, boolean, declareFact, type Infer, integer, object, string } from '@staticfire/facts';

const role = object({ name: string('root, targets …'), threshold: integer('Signatures it needs'), keys: integer('Keys that may sign it') });

const schema = object({
  path: string('Path'),
  specVersion: string('spec_version'),
  version: integer('Version of the root role'),
  expires: string('As written'),
  consistentSnapshot: boolean('Names of targets carry their digest'),
  keys: integer('Keys in it'),
  signatures: integer('Signatures on it; nobody checked them'),
  roles: array(role, 'By name'),
});

export type UpdateRoot = Infer<typeof schema>;

export const updateRoot = declareFact<UpdateRoot>({
  name: 'updates.root',
  summary: 'The TUF root role that updates are checked with from the start',
  scope: 'bank',
  schema,
});
