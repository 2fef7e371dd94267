import { array, boolean, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const key = object({
  keyId: string('What roles and signatures call it'),
  idMatches: optional(boolean('It is the SHA-256 of the key’s canonical JSON, as it must be; absent when implementations disagree about that form')),
  type: string('rsa, ed25519, ecdsa; as written'),
  scheme: string('rsassa-pss-sha256, ed25519, ecdsa-sha2-nistp256; as written'),
  bits: optional(integer('Of RSA the modulus, of the others the curve; absent for a key that could not be read')),
  sha256: optional(string('Of the DER of the key, whatever its id: two with the same are one key')),
  roles: array(string('Name'), 'Roles that list it'),
  problem: optional(string('Why signatures by it are not checked: a type or scheme that is not known, damage')),
});

const signature = object({
  keyId: string('The key that it names'),
  verdict: oneOf(
    ['valid', 'invalid', 'unknown-key', 'undecided'],
    'valid: that key made it over this document; invalid: it did not; unknown-key: the document has no such key; undecided: it is not checked',
  ),
  reason: optional(string('Why it is undecided')),
  counts: boolean('For the threshold: valid, by a key of the root role whose id matches, and the first one by that key'),
});

const role = object({
  name: string('root, targets …'),
  threshold: integer('Signatures it needs'),
  keyIds: integer('Key ids that it lists, repeated ones too'),
  keys: integer('Different keys behind them that may sign it'),
});

const schema = object({
  path: string('Path'),
  sha256: string('Of the file'),
  sha512: string('Of the file; Bottlerocket publishes that of its own root role'),
  specVersion: string('spec_version'),
  version: integer('Version of the root role'),
  expires: string('As written'),
  expiresAt: string(
    'The same as YYYY-MM-DDTHH:MM:SSZ, fractions cut off: compares with a day as text; whether that is past depends on the day, not on the image',
  ),
  consistentSnapshot: boolean('Names of targets carry their digest'),
  keys: array(key, 'By id, at most 100'),
  signatures: array(signature, 'In the order of the file, at most 100'),
  countedSignatures: integer('Signatures that count for the threshold of the root role'),
  thresholdMet: optional(boolean('They are as many as the root role needs; absent when signatures that are undecided would decide it')),
  roles: array(role, 'By name'),
});

export type UpdateRoot = Infer<typeof schema>;

export const updateRoot = declareFact<UpdateRoot>({
  name: 'updates.root',
  summary: 'The TUF root role that updates are checked with from the start: its keys, who signed it, and whether that is enough by its own rules',
  scope: 'bank',
  schema,
});
