import { LimitError, UnsupportedError } from '../../bytes/index.ts';
import type { BootSector } from './boot-sector.ts';

export const ENTRY_LENGTH = 32;
export const FIRST_CLUSTER = 2;
const MAX_FAT12_CLUSTERS = 4084;
const MAX_FAT16_CLUSTERS = 65524;
const MAX_FAT32_CLUSTERS = 0x0ffffff5;
/** 8 GiB of clusters of 4 KiB; an EFI system partition has some ten thousand clusters. */
const MAX_CLUSTERS_READ = 2 ** 21;
/** mkfs.vfat makes up to 4. */
const MAX_FATS_READ = 8;
const ONE_ACTIVE_FAT = 0x80;

/** Where everything is: byte offsets from the filesystem's start. */
export interface Geometry {
  readonly fatBits: 12 | 16 | 32;
  readonly bytesPerSector: number;
  readonly clusterSize: number; // bytes
  readonly clusterCount: number;
  readonly fatOffset: number;
  readonly fatLength: number; // bytes of one copy
  readonly fatCount: number;
  /** The fixed root directory of FAT12 and FAT16; length 0 on FAT32. */
  readonly rootOffset: number;
  readonly rootLength: number;
  readonly dataOffset: number; // of cluster 2
  readonly length: number; // of the filesystem
}

/**
 * Throws a FormatError unless everything fits, in this order, into the filesystem, and the filesystem into `sourceLength`.
 * Like Linux, EDK2 and dosfstools, FAT32 is told by its layout (BPB_FATSz16 of 0), and FAT12 from FAT16 by the count of clusters. The
 * specification, and mtools, go by the count alone; they differ for FAT32 made with too few clusters (mkfs.vfat -F 32).
 */
export function checkGeometry(boot: BootSector, sourceLength: number): Geometry {
  const { bytesPerSector, fatCount, view } = boot;
  checkVariant(boot);
  const fatOffset = boot.reservedSectors * bytesPerSector;
  const fatLength = boot.fatSectors * bytesPerSector;
  const rootOffset = fatOffset + fatCount * fatLength;
  const rootLength = boot.rootEntryCount * ENTRY_LENGTH;
  const dataOffset = rootOffset + rootLength;
  const length = boot.totalSectors * bytesPerSector;
  if (length > sourceLength) throw view.error('BPB_TotSec', boot.isFat32 ? 32 : 19, boot.totalSectors, `at most ${Math.floor(sourceLength / bytesPerSector)}`);
  const clusterSize = boot.sectorsPerCluster * bytesPerSector;
  const clusterCount = Math.floor((length - dataOffset) / clusterSize);
  if (clusterCount < 1) throw view.error('BPB_TotSec', 32, boot.totalSectors, `more than the ${dataOffset / bytesPerSector} sectors before the first cluster`);
  const fatBits = decideFatBits(boot, clusterCount);
  const geometry = { fatBits, bytesPerSector, clusterSize, clusterCount, fatOffset, fatLength, fatCount, rootOffset, rootLength, dataOffset, length };
  checkCounts(boot, geometry);
  return geometry;
}

export function clusterOffset({ dataOffset, clusterSize }: Geometry, cluster: number): number {
  return dataOffset + (cluster - FIRST_CLUSTER) * clusterSize;
}

export function lastCluster({ clusterCount }: Geometry): number {
  return FIRST_CLUSTER + clusterCount - 1;
}

function checkVariant({ view, fat32, rootEntryCount, bytesPerSector }: BootSector): void {
  if ((rootEntryCount * ENTRY_LENGTH) % bytesPerSector !== 0)
    throw view.error('BPB_RootEntCnt', 17, rootEntryCount, `whole sectors of ${bytesPerSector} bytes`);
  if (fat32 === undefined) {
    if (rootEntryCount === 0) throw view.error('BPB_RootEntCnt', 17, 0, 'more than 0 for FAT12 and FAT16');
    return;
  }
  if (rootEntryCount !== 0) throw view.error('BPB_RootEntCnt', 17, rootEntryCount, '0 for FAT32');
  if (fat32.version !== 0) throw unsupported(view.offset + 42, 'BPB_FSVer', fat32.version, 0);
  if ((fat32.extFlags & ONE_ACTIVE_FAT) !== 0) throw unsupported(view.offset + 40, 'BPB_ExtFlags', fat32.extFlags, 'copies of the FAT that mirror each other');
}

function decideFatBits({ isFat32 }: BootSector, clusterCount: number): 12 | 16 | 32 {
  if (isFat32) return 32;
  return clusterCount > MAX_FAT12_CLUSTERS ? 16 : 12;
}

function checkCounts({ view, fat32, fatSectors }: BootSector, geometry: Geometry): void {
  const { fatBits, clusterCount, fatLength } = geometry;
  const most = fatBits === 32 ? MAX_FAT32_CLUSTERS : MAX_FAT16_CLUSTERS;
  if (clusterCount > most) throw view.error('count of clusters', 13, clusterCount, `at most ${most} for FAT${fatBits}`);
  const entries = Math.floor((fatLength * 8) / fatBits);
  if (entries < clusterCount + FIRST_CLUSTER) {
    throw view.error('BPB_FATSz', fat32 === undefined ? 22 : 36, fatSectors, `sectors for ${clusterCount + FIRST_CLUSTER} entries of ${fatBits} bits`);
  }
  if (clusterCount > MAX_CLUSTERS_READ) throw tooMany(view, `${clusterCount} clusters, at most ${MAX_CLUSTERS_READ} are read`);
  if (geometry.fatCount > MAX_FATS_READ) throw tooMany(view, `${geometry.fatCount} FATs, at most ${MAX_FATS_READ} are read`);
  if (fat32 !== undefined && (fat32.rootCluster < FIRST_CLUSTER || fat32.rootCluster > lastCluster(geometry)))
    throw view.error('BPB_RootClus', 44, fat32.rootCluster, `${FIRST_CLUSTER} to ${lastCluster(geometry)}`);
}

function tooMany({ structure, offset }: BootSector['view'], message: string): LimitError {
  return new LimitError({ structure, offset, message });
}

function unsupported(offset: number, field: string, found: number, expected: number | string): UnsupportedError {
  return new UnsupportedError({ structure: 'FAT boot sector', field, offset, found, expected });
}
