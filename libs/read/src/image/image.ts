import { type BlockSource, sliceSource } from '../block-source/index.ts';
import type { FileSystem } from '../filesystem/index.ts';
import { type PartitionTable, readPartitionTable } from '../formats/gpt/index.ts';
import { chooseBootBank } from './boot-bank.ts';
import { assignRoles, type Bank, type Role } from './partition-role.ts';

export interface Partition {
  /** Number of the GPT entry, from 1. */
  readonly index: number;
  readonly role: Role;
  readonly bank?: Bank;
  readonly typeGuid: string;
  readonly guid: string;
  readonly label: string;
  readonly attributes: bigint;
  readonly firstLba: number;
  readonly lastLbaInclusive: number;
  /** Its bytes. */
  readonly source: BlockSource;
  /** How another reader gives its filesystem. */
  readonly openFileSystem?: () => FileSystem | undefined;
}

/** One Bottlerocket disk: partitions by role and bank. */
export interface Image {
  readonly source: BlockSource;
  readonly table: PartitionTable;
  readonly partitions: readonly Partition[];
  /** The bank that boots. */
  readonly bootBank?: Bank;
  /** Bank A, and bank B when it has partitions with content. */
  readonly banks: readonly Bank[];
}

/** Opens the partition table of a raw disk; throws when neither of its copies is usable. */
export function openImage(source: BlockSource): Image {
  return assembleImage(source, readPartitionTable(source));
}

/** The image that a table makes of a disk. */
export function assembleImage(source: BlockSource, table: PartitionTable): Image {
  const roles = assignRoles(table.entries);
  const partitions = table.entries.map((entry): Partition => {
    const { typeGuid, guid, label, attributes, index, firstLba, lastLbaInclusive } = entry;
    const length = (lastLbaInclusive - firstLba + 1) * table.sectorSize;
    const slice = sliceSource(source, firstLba * table.sectorSize, length);
    return { index, ...roles.get(entry)!, typeGuid, guid, label, attributes, firstLba, lastLbaInclusive, source: slice };
  });
  const bootBank = chooseBootBank(partitions);
  const banks = (['A', 'B'] as const).filter((bank) => bank === bootBank || hasContent(partitions, bank));
  return { source, table, partitions, banks, ...(bootBank === undefined ? {} : { bootBank }) };
}

export function findPartition(image: Image, role: Role, bank?: Bank): Partition | undefined {
  return image.partitions.find((partition) => partition.role === role && (bank === undefined || partition.bank === bank));
}

/** Where every filesystem and the verity superblock have their first bytes. */
const CONTENT_PROBE = 64 * 1024;

function hasContent(partitions: readonly Partition[], bank: Bank): boolean {
  const roles: readonly Role[] = ['BOOT', 'ROOT', 'HASH'];
  return partitions.some((partition) => partition.bank === bank && roles.includes(partition.role) && !startsEmpty(partition.source));
}

/** True when the first 64 KiB are zeros. */
export function startsEmpty(source: BlockSource): boolean {
  const probe = Buffer.alloc(Math.min(CONTENT_PROBE, source.length));
  source.readInto(probe, 0);
  return probe.every((byte) => byte === 0);
}
