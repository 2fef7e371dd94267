import { BOOT_SECTOR_LENGTH } from './boot-sector.ts';
import type { FsInfo } from './fs-info.ts';
import type { Volume } from './volume.ts';

const NONE = 0xffff;

/** What the filesystem keeps at `offset`; undefined for clusters, which belong to files and directories, and past the end. */
export function metadataAt({ boot, geometry }: Volume, fsInfo: FsInfo | undefined, offset: number): string | undefined {
  const { fatOffset, fatLength, rootOffset, dataOffset, bytesPerSector } = geometry;
  if (offset < 0 || offset >= dataOffset) return undefined;
  if (offset >= rootOffset) return 'root directory';
  if (offset >= fatOffset) return `FAT ${Math.floor((offset - fatOffset) / fatLength)}`;
  if (offset < BOOT_SECTOR_LENGTH) return 'boot sector';
  if (fsInfo !== undefined && isWithin(offset, fsInfo.offset, bytesPerSector)) return 'FSInfo';
  const backup = boot.fat32?.backupSector ?? 0;
  return backup !== 0 && backup !== NONE && isWithin(offset, backup * bytesPerSector, bytesPerSector) ? 'backup boot sector' : 'reserved sectors';
}

function isWithin(offset: number, start: number, length: number): boolean {
  return offset >= start && offset < start + length;
}
