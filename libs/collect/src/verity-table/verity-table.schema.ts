import { array, boolean, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const schema = object({
  deviceName: string('Name of the mapped device'),
  readOnly: boolean('The device is mapped read-only'),
  startSector: integer('First sector of the mapping, 512 bytes each'),
  sectors: integer('Sectors of 512 bytes that are mapped'),
  version: integer('Hash format: 1 puts the salt first'),
  dataDevice: string('As written'),
  hashDevice: string('As written'),
  dataPartition: optional(oneOf(['ROOT', 'HASH', 'other'], 'What the data device is when this bank boots')),
  hashPartition: optional(oneOf(['ROOT', 'HASH', 'other'], 'What the hash device is when this bank boots')),
  dataBlockSize: integer('Bytes'),
  hashBlockSize: integer('Bytes'),
  dataBlocks: integer('Number of data blocks'),
  hashStartBlock: integer('Block of the hash device where the tree starts'),
  algorithm: string('sha256 or sha512'),
  rootHash: string('Hexadecimal, lower case'),
  salt: string('Hexadecimal, lower case; empty for none'),
  options: array(string('Argument'), 'Optional arguments in order'),
});

export type VerityTable = Infer<typeof schema>;

export const verityTable = declareFact<VerityTable>({
  name: 'verity.table',
  summary: 'The dm-verity table that dm-mod.create= hands to the kernel',
  scope: 'bank',
  schema,
});
