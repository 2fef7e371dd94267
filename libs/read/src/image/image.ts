import { type BlockSource, sliceSource } from '../block-source/index.ts';
import { UnsupportedError } from '../bytes/index.ts';
import type { FileSystem } from '../filesystem/index.ts';
import { type PartitionTable, readPartitionTable } from '../formats/gpt/index.ts';
import { isVfat } from '../formats/vfat/index.ts';
import { chooseBootBank } from './boot-bank.ts';
import { assignRoles, type Bank, GRUB_BOOT, type Role, XBOOTLDR } from './partition-role.ts';

/** A partition, on a disk or in a file of its own. */
export interface Partition {
  readonly role: Role;
  readonly bank?: Bank;
  /** Number of the GPT entry, from 1; of partition images the one that every partition plan gives them. */
  readonly index: number;
  /** These two are empty where no table says them. */
  readonly typeGuid: string;
  readonly guid: string;
  /** Its bytes. */
  readonly source: BlockSource;
  /** How another reader gives its filesystem. */
  readonly openFileSystem?: () => FileSystem | undefined;
}

/** A partition with what the table says of it. */
export interface DiskPartition extends Partition {
  readonly label: string;
  readonly attributes: bigint;
  readonly firstLba: number;
  readonly lastLbaInclusive: number;
}

export interface Disk {
  readonly source: BlockSource;
  readonly table: PartitionTable;
  readonly partitions: readonly DiskPartition[];
}

/** One Bottlerocket image: partitions by role and bank. */
export interface Image {
  /** Absent: the partitions were given as images of their own, and nothing is known of the disk that they are for. */
  readonly disk?: Disk;
  /** The second disk of a split image. */
  readonly dataDisk?: Disk;
  /** Of the disk, or the given ones. */
  readonly partitions: readonly Partition[];
  /** The bank that boots. */
  readonly bootBank?: Bank;
  /** Bank A, and bank B when it has partitions with content. */
  readonly banks: readonly Bank[];
}

/** Opens the partition table of a raw disk; throws when neither of its copies is usable. */
export function openDisk(source: BlockSource): Disk {
  return diskOf(source, readPartitionTable(source));
}

/** What a table makes of a disk. */
function diskOf(source: BlockSource, table: PartitionTable): Disk {
  const roles = assignRoles(table.entries);
  const partitions = table.entries.map((entry): DiskPartition => {
    const { typeGuid, guid, label, attributes, index, firstLba, lastLbaInclusive } = entry;
    const length = (lastLbaInclusive - firstLba + 1) * table.sectorSize;
    const slice = sliceSource(source, firstLba * table.sectorSize, length);
    return { index, ...roles.get(entry)!, typeGuid, guid, label, attributes, firstLba, lastLbaInclusive, source: slice };
  });
  return { source, table, partitions };
}

/** The image on a raw disk, with the second disk of a split image where there is one. Throws as `openDisk`. */
export function openImage(source: BlockSource, dataDisk?: BlockSource): Image {
  return { ...imageOf(openDisk(source)), ...openDataDisk(dataDisk) };
}

/** The image that a table makes of a disk. */
export function assembleImage(source: BlockSource, table: PartitionTable): Image {
  return imageOf(diskOf(source, table));
}

function imageOf(disk: Disk): Image {
  const { partitions } = disk;
  const bootBank = chooseBootBank(partitions);
  const banks = (['A', 'B'] as const).filter((bank) => bank === bootBank || hasContent(partitions, bank));
  return { disk, partitions, banks, ...(bootBank === undefined ? {} : { bootBank }) };
}

/** The partition images that a build publishes beside the disk, and update repositories alone: all of bank A. What is not given is not known of. */
export type PartitionImages = Readonly<Record<'ROOT', BlockSource> & Partial<Record<'BOOT' | 'HASH', BlockSource>>>;

/** BOOT-A comes after BIOS-BOOT and the ESP, then ROOT-A and HASH-A (twoliter's partyplanner). */
const PLANNED_BOOT = 3;

/** An image of partitions without a disk. */
export function openPartitionImages(images: PartitionImages, dataDisk?: BlockSource): Image {
  const partitions = (['BOOT', 'ROOT', 'HASH'] as const).flatMap((role, place): Partition[] => {
    const source = images[role];
    if (source === undefined) return [];
    return [{ role, bank: 'A', index: PLANNED_BOOT + place, typeGuid: role === 'BOOT' ? bootType(source) : '', guid: '', source }];
  });
  return { partitions, banks: ['A'], bootBank: 'A', ...openDataDisk(dataDisk) };
}

function openDataDisk(source: BlockSource | undefined): Pick<Image, 'dataDisk'> {
  return source === undefined ? {} : { dataDisk: openDisk(source) };
}

/** GRUB reads no FAT here, and systemd-boot nothing else. */
function bootType(source: BlockSource): string {
  return isVfat(source) ? XBOOTLDR : GRUB_BOOT;
}

/** Not on the disk → undefined. Not among partition images → an UnsupportedError: on a disk it may well be there. */
export function findPartition(image: Image, role: Role, bank?: Bank): Partition | undefined {
  const found = image.partitions.find((partition) => partition.role === role && (bank === undefined || partition.bank === bank));
  if (found !== undefined || image.disk !== undefined) return found;
  throw notGiven(role);
}

/** What depends on something that partition images do not hold. */
export function notGiven(what: string): UnsupportedError {
  const message = `${what} is not among the partition images that were given; the disk image has it`;
  return new UnsupportedError({ structure: 'image', message });
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
