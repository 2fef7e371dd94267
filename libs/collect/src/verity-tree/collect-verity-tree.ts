import { ReadError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import {
  type DamagedVerityBlock,
  readVeritySuperblock,
  treeGeometry,
  type VerityParameters,
  type VerityTable,
  verifyTree,
} from '@staticfire/read/formats/dm-verity';
import { findBlockOwners, type Partition } from '@staticfire/read/image';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { normalPath } from '../normal-path.ts';
import { readVerityTable } from '../verity-table/read-verity-table.ts';
import { type VerityTree, verityTree } from './verity-tree.schema.ts';

export const collectVerityTree = defineBankCollector({
  fact: verityTree,
  reads: ['bank', 'commandLine', 'bootConfig', 'partition', 'fileSystem', 'leafHasher', 'withoutDisk'],
  async collect({ bank, partition, fileSystem, leafHasher, ...evidence }, sources): Promise<VerityTree | undefined> {
    const root = partition('ROOT');
    const hash = partition('HASH');
    if (root === undefined || hash === undefined) return undefined;
    const table = readTableIfReadable(evidence, sources);
    const parameters = table ?? readVeritySuperblock(hash.source);
    if (parameters === undefined) return undefined;
    const geometry = treeGeometry(parameters);
    sources.add({ bank, partition: 'ROOT', offset: 0, length: parameters.dataBlocks * parameters.dataBlockSize });
    sources.add({ bank, partition: 'HASH', offset: 0, length: geometry.end });
    const hashLeaves = leafHasher?.(root.source, hash.source, parameters);
    const result = await verifyTree(root.source, hash.source, parameters, table?.rootHash, hashLeaves);
    return {
      parameters: table === undefined ? 'superblock' : 'table',
      rootHash: result.rootHash,
      dataBlocks: parameters.dataBlocks,
      hashBlocks: result.hashBlocks,
      matchesStored: result.matchesStored,
      damagedCount: result.damagedCount,
      damagedBlocks: describeDamage(result.damaged, parameters, root, () => fileSystem('ROOT')),
    };
  },
});

/** An unreadable table is a fact of its own; the tree can then still be checked by its superblock. */
function readTableIfReadable(evidence: Parameters<typeof readVerityTable>[0], sources: SourceLog): VerityTable | undefined {
  try {
    return readVerityTable(evidence, sources);
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

function describeDamage(
  damaged: readonly DamagedVerityBlock[],
  parameters: VerityParameters,
  root: Partition,
  openRoot: () => FileSystem | undefined,
): VerityTree['damagedBlocks'] {
  const dataOffsets = damaged.filter(({ area }) => area === 'data').map(({ blockNumber }) => blockNumber * parameters.dataBlockSize);
  const owners = ownersOf(dataOffsets, parameters.dataBlockSize, openRoot);
  return damaged.map(({ area, blockNumber, level }) => {
    const offset = blockNumber * (area === 'data' ? parameters.dataBlockSize : parameters.hashBlockSize);
    const owner =
      area === 'data' ? (owners.get(offset) ?? `unknown, the filesystem at byte ${root.source.origin} cannot be read`) : `level ${level} of the hash tree`;
    return { area, blockNumber, offset, owner };
  });
}

function ownersOf(offsets: readonly number[], blockLength: number, openRoot: () => FileSystem | undefined): ReadonlyMap<number, string> {
  if (offsets.length === 0) return new Map();
  try {
    const fs = openRoot();
    return fs === undefined ? new Map() : findBlockOwners(fs, offsets, blockLength, normalPath);
  } catch (error) {
    if (error instanceof ReadError) return new Map();
    throw error;
  }
}
