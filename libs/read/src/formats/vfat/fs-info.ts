import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import type { BootSector } from './boot-sector.ts';
import type { Geometry } from './geometry.ts';

const FS_INFO_LENGTH = 512;
const NONE = 0xffff;
const UNKNOWN = 0xffffffff;
const SIGNATURES = [
  ['FSI_LeadSig', 0, 0x41615252],
  ['FSI_StrucSig', 484, 0x61417272],
  ['FSI_TrailSig', 508, 0xaa550000],
] as const;

/** FSInfo of FAT32. Both numbers are hints that nobody may rely on; undefined where unknown. fatgen103, "FAT32 FSInfo Sector Structure". */
export interface FsInfo {
  readonly offset: number; // from the filesystem's start
  readonly freeClusters?: number; // FSI_Free_Count
  readonly nextFree?: number; // FSI_Nxt_Free
}

/** Volumes without FSInfo, among them every FAT12 and FAT16 one → undefined. */
export function readFsInfo(source: BlockSource, boot: BootSector, geometry: Geometry): FsInfo | undefined {
  const sector = boot.fat32?.fsInfoSector ?? 0;
  if (sector === 0 || sector === NONE) return undefined;
  if (sector >= boot.reservedSectors) throw boot.view.error('BPB_FSInfo', 48, sector, `less than the ${boot.reservedSectors} reserved sectors`);
  const offset = sector * geometry.bytesPerSector;
  const view = new ByteView(readBytes(source, offset, FS_INFO_LENGTH), 'FAT FSInfo', source.origin + offset);
  for (const [field, at, expected] of SIGNATURES) if (view.u32(at) !== expected) throw view.error(field, at, view.u32(at), expected);
  const freeClusters = view.u32(488);
  if (freeClusters !== UNKNOWN && freeClusters > geometry.clusterCount)
    throw view.error('FSI_Free_Count', 488, freeClusters, `at most ${geometry.clusterCount}`);
  const nextFree = view.u32(492);
  return { offset, ...(freeClusters === UNKNOWN ? {} : { freeClusters }), ...(nextFree === UNKNOWN ? {} : { nextFree }) };
}
