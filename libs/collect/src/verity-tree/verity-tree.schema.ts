import { array, boolean, declareFact, type Infer, integer, object, oneOf, string } from '@staticfire/facts';

const damagedBlock = object({
  area: oneOf(['data', 'hash'], 'ROOT or HASH'),
  blockNumber: integer('From the start of the partition'),
  offset: integer('Bytes from the start of the partition'),
  owner: string('The file or filesystem structure that the block belongs to, or the level of the tree'),
});

const schema = object({
  parameters: oneOf(['table', 'superblock'], 'Where salt, algorithm and sizes were taken from; the kernel uses the table'),
  rootHash: string('Recomputed from the data, hexadecimal'),
  dataBlocks: integer('Data blocks that were hashed'),
  hashBlocks: integer('Blocks of the whole tree'),
  matchesStored: boolean('Every hash block stored in HASH equals the recomputed one'),
  damagedCount: integer('Blocks that do not match'),
  damagedBlocks: array(damagedBlock, 'The first of them, at most 64'),
});

export type VerityTree = Infer<typeof schema>;

export const verityTree = declareFact<VerityTree>({
  name: 'verity.tree',
  summary: 'The hash tree over ROOT, recomputed and compared with HASH',
  scope: 'bank',
  schema,
});
