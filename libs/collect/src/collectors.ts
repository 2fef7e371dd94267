import { collectBootCommandLine } from './boot-command-line/collect-boot-command-line.ts';
import { collectBootLoader } from './boot-loader/collect-boot-loader.ts';
import type { AnyBankCollector, AnyDiskCollector, FileCollector } from './collector.ts';
import { collectDiskPartitions } from './disk-partitions/collect-disk-partitions.ts';
import { collectPrivateFiles } from './private-files/collect-private-files.ts';
import { collectReleaseIdentity } from './release-identity/collect-release-identity.ts';
import { collectRootFilesystem } from './root-filesystem/collect-root-filesystem.ts';
import { collectRootInventory } from './root-inventory/collect-root-inventory.ts';
import { collectRootPermissions } from './root-permissions/collect-root-permissions.ts';
import { collectRootShells } from './root-shells/collect-root-shells.ts';
import { collectVeritySuperblock } from './verity-superblock/collect-verity-superblock.ts';
import { collectVerityTable } from './verity-table/collect-verity-table.ts';
import { collectVerityTree } from './verity-tree/collect-verity-tree.ts';

export const diskCollectors: readonly AnyDiskCollector[] = [collectDiskPartitions, collectPrivateFiles];

/** In the order of the facts document. */
export const bankCollectors: readonly AnyBankCollector[] = [
  collectBootLoader,
  collectBootCommandLine,
  collectVerityTable,
  collectVeritySuperblock,
  collectVerityTree,
  collectRootFilesystem,
  collectReleaseIdentity,
];

/** They share one walk over ROOT. */
export const fileCollectors: readonly FileCollector<unknown>[] = [collectRootInventory, collectRootPermissions, collectRootShells];

/** What every collector produces. */
export const collectedFacts = [...diskCollectors, ...bankCollectors, ...fileCollectors].map(({ fact }) => fact);
