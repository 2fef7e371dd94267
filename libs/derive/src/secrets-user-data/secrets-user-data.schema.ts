import { SECRET_KINDS } from '@staticfire/analyze/secrets';
import { array, declareFact, type Infer, integer, object, oneOf, string } from '@staticfire/facts';

const secret = object({
  kind: oneOf(SECRET_KINDS, 'What it is'),
  rule: string('The rule that found it'),
  line: integer('From 1'),
  column: integer('From 1, in bytes'),
  offset: integer('Bytes from the start of the file'),
  length: integer('Bytes'),
});

const schema = object({ secrets: array(secret, 'By their places; at most 1 000') });

export type SecretsUserData = Infer<typeof schema>;

export const secretsUserData = declareFact<SecretsUserData>({
  name: 'secrets.user-data',
  summary: 'Keys, tokens and passwords in the user data, by their form; absent without user data',
  scope: 'disk',
  changedByUserData: true,
  schema,
});
