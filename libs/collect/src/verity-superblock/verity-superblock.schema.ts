import { declareFact, type Infer, integer, object, string } from '@staticfire/facts';

const schema = object({
  version: integer('Superblock version'),
  hashType: integer('Hash format: 1 puts the salt first'),
  uuid: string('Lower case'),
  algorithm: string('sha256 or sha512'),
  dataBlockSize: integer('Bytes'),
  hashBlockSize: integer('Bytes'),
  dataBlocks: integer('Number of data blocks'),
  salt: string('Hexadecimal, lower case; empty for none'),
});

export type VeritySuperblock = Infer<typeof schema>;

export const veritySuperblock = declareFact<VeritySuperblock>({
  name: 'verity.superblock',
  summary: 'The superblock at the start of HASH',
  scope: 'bank',
  schema,
});
