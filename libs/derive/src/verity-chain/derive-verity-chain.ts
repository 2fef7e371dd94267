import { type Infer, integer, object, optional, string } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type VerityChain, verityChain } from './verity-chain.schema.ts';

const SECTOR = 512;
/** The superblock fills 512 bytes at the start of HASH; the tree starts at the next whole block. */
const SUPERBLOCK_LENGTH = 512;

const parameters = {
  version: integer(''),
  algorithm: string(''),
  dataBlockSize: integer(''),
  hashBlockSize: integer(''),
  dataBlocks: integer(''),
  salt: string(''),
};
const table = object({
  ...parameters,
  startSector: integer(''),
  sectors: integer(''),
  hashStartBlock: integer(''),
  rootHash: string(''),
  dataPartition: optional(string('')),
  hashPartition: optional(string('')),
});
const superblock = object({ ...parameters, hashType: integer('') });
const tree = object({ rootHash: string(''), hashBlocks: integer('') });
const filesystem = object({ length: integer(''), partitionLength: integer('') });

type Table = Infer<typeof table>;
type Superblock = Infer<typeof superblock>;

export const deriveVerityChain = defineDerivation({
  fact: verityChain,
  needs: {
    table: need('verity.table', table),
    superblock: need('verity.superblock', superblock),
    tree: need('verity.tree', tree),
    filesystem: need('root.filesystem', filesystem),
  },
  derive({ table, superblock, tree, filesystem }): VerityChain {
    const disagreements = compare(table, superblock);
    const dataLength = table.dataBlocks * table.dataBlockSize;
    return {
      rootHashMatches: tree.rootHash === table.rootHash,
      superblockAgrees: disagreements.length === 0,
      disagreements,
      coversFilesystem: table.startSector === 0 && dataLength >= filesystem.length,
      fitsPartitions: dataLength <= filesystem.partitionLength,
      sectorsMatchBlocks: table.startSector === 0 && table.sectors * SECTOR === dataLength,
      devicesMatch: table.dataPartition === 'ROOT' && table.hashPartition === 'HASH',
    };
  },
});

function compare(table: Table, superblock: Superblock): VerityChain['disagreements'] {
  const rows = [
    { parameter: 'version', table: table.version, superblock: superblock.hashType },
    { parameter: 'algorithm', table: table.algorithm, superblock: superblock.algorithm },
    { parameter: 'dataBlockSize', table: table.dataBlockSize, superblock: superblock.dataBlockSize },
    { parameter: 'hashBlockSize', table: table.hashBlockSize, superblock: superblock.hashBlockSize },
    { parameter: 'dataBlocks', table: table.dataBlocks, superblock: superblock.dataBlocks },
    { parameter: 'hashStartBlock', table: table.hashStartBlock, superblock: Math.ceil(SUPERBLOCK_LENGTH / superblock.hashBlockSize) },
    { parameter: 'salt', table: table.salt, superblock: superblock.salt },
  ];
  const differing = rows.filter((row) => row.table !== row.superblock);
  return differing.map((row) => ({ parameter: row.parameter, table: String(row.table), superblock: String(row.superblock) }));
}
