import { array, boolean, declareFact, type Infer, object, string } from '@staticfire/facts';

const disagreement = object({
  parameter: string('salt, algorithm, dataBlocks …'),
  table: string('In the command-line table'),
  superblock: string('In the superblock'),
});

const schema = object({
  rootHashMatches: boolean("The recomputed root hash equals the table's"),
  superblockAgrees: boolean('Superblock and table give the same parameters'),
  disagreements: array(disagreement, 'Parameters that differ'),
  coversFilesystem: boolean('The data blocks span the whole root filesystem'),
  fitsPartitions: boolean('Data blocks fit ROOT and the tree fits HASH'),
  sectorsMatchBlocks: boolean('The mapped length equals the data blocks'),
  devicesMatch: boolean('The table leads to ROOT and HASH of the bank that boots'),
});

export type VerityChain = Infer<typeof schema>;

export const verityChain = declareFact<VerityChain>({
  name: 'verity.chain',
  summary: 'Whether superblock, table and recomputed root agree and cover ROOT',
  scope: 'bank',
  schema,
});
