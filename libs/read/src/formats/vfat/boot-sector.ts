import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';

export const BOOT_SECTOR_LENGTH = 512;
const SIGNATURE_AT = 510;
const SIGNATURE = 0xaa55;
const SECTOR_SIZES = [512, 1024, 2048, 4096];
const FIRST_HARD_DISK_MEDIA = 0xf8;
const REMOVABLE_MEDIA = 0xf0;
/** BS_BootSig: serial number only, or serial number, label and type. */
const SHORT_EXTENSION = 0x28;
const FULL_EXTENSION = 0x29;

/** The boot sector with its BIOS parameter block. Microsoft, "FAT: General Overview of On-Disk Format" (fatgen103), boot sector and BPB. */
export interface BootSector {
  readonly view: ByteView;
  readonly oemName: Uint8Array; // BS_OEMName
  readonly bytesPerSector: number; // BPB_BytsPerSec
  readonly sectorsPerCluster: number; // BPB_SecPerClus
  readonly reservedSectors: number; // BPB_RsvdSecCnt
  readonly fatCount: number; // BPB_NumFATs
  readonly rootEntryCount: number; // BPB_RootEntCnt
  readonly media: number; // BPB_Media
  readonly fatSectors: number; // BPB_FATSz16, or BPB_FATSz32 where that is 0
  readonly totalSectors: number; // BPB_TotSec16, or BPB_TotSec32 where that is 0
  /** BPB_FATSz16 is 0, which makes everything behind byte 36 the layout of FAT32. */
  readonly isFat32: boolean;
  readonly state: number; // BS_Reserved1: 1 dirty, 2 surface errors
  readonly volumeId?: number; // BS_VolID
  readonly label?: Uint8Array; // BS_VolLab, 11 bytes
  readonly fat32?: Fat32Fields;
}

interface Fat32Fields {
  readonly extFlags: number; // BPB_ExtFlags: bit 7 one active FAT only, its number in bits 0 to 3
  readonly version: number; // BPB_FSVer
  readonly rootCluster: number; // BPB_RootClus
  readonly fsInfoSector: number; // BPB_FSInfo; 0 or 0xffff for none
  readonly backupSector: number; // BPB_BkBootSec; 0 or 0xffff for none
}

/** Whether a FAT filesystem starts here: the boot sector's signature, and a parameter block or a type string of FAT. */
export function isVfat(source: BlockSource): boolean {
  if (source.length < BOOT_SECTOR_LENGTH) return false;
  const view = readView(source);
  return view.u16(SIGNATURE_AT) === SIGNATURE && (hasTypeString(view) || hasParameterBlock(view));
}

/** Fields that no layout depends on are taken as they are; whether the sizes fit together is the geometry's business. */
export function readBootSector(source: BlockSource): BootSector {
  const view = readView(source);
  if (view.u16(SIGNATURE_AT) !== SIGNATURE) throw view.error('Signature_word', SIGNATURE_AT, view.u16(SIGNATURE_AT), SIGNATURE);
  checkSizes(view);
  return decode(view);
}

function readView(source: BlockSource): ByteView {
  return new ByteView(readBytes(source, 0, BOOT_SECTOR_LENGTH), 'FAT boot sector', source.origin);
}

function checkSizes(view: ByteView): void {
  if (!SECTOR_SIZES.includes(view.u16(11))) throw view.error('BPB_BytsPerSec', 11, view.u16(11), SECTOR_SIZES.join(', '));
  if (!isPowerOfTwo(view.u8(13))) throw view.error('BPB_SecPerClus', 13, view.u8(13), 'a power of two');
  if (view.u16(14) === 0) throw view.error('BPB_RsvdSecCnt', 14, 0, 'at least 1');
  if (view.u8(16) === 0) throw view.error('BPB_NumFATs', 16, 0, 'at least 1');
  if (!isMedia(view.u8(21))) throw view.error('BPB_Media', 21, view.u8(21), '0xf0, or 0xf8 to 0xff');
}

function decode(view: ByteView): BootSector {
  const isFat32 = view.u16(22) === 0;
  const extension = isFat32 ? 64 : 36; // BS_DrvNum
  const signature = view.u8(extension + 2);
  return {
    ...{ view, isFat32 },
    oemName: view.slice(3, 8),
    bytesPerSector: view.u16(11),
    sectorsPerCluster: view.u8(13),
    reservedSectors: view.u16(14),
    fatCount: view.u8(16),
    rootEntryCount: view.u16(17),
    totalSectors: view.u16(19) || view.u32(32),
    media: view.u8(21),
    fatSectors: isFat32 ? view.u32(36) : view.u16(22),
    state: view.u8(extension + 1),
    ...(signature === SHORT_EXTENSION || signature === FULL_EXTENSION ? { volumeId: view.u32(extension + 3) } : {}),
    ...(signature === FULL_EXTENSION ? { label: view.slice(extension + 7, 11) } : {}),
    ...(isFat32 ? { fat32: decodeFat32(view) } : {}),
  };
}

function decodeFat32(view: ByteView): Fat32Fields {
  return { extFlags: view.u16(40), version: view.u16(42), rootCluster: view.u32(44), fsInfoSector: view.u16(48), backupSector: view.u16(50) };
}

function hasParameterBlock(view: ByteView): boolean {
  try {
    checkSizes(view);
    return true;
  } catch {
    return false;
  }
}

/** BS_FilSysType, which is no proof of which FAT it is. */
function hasTypeString(view: ByteView): boolean {
  return [54, 82].some((at) => new TextDecoder('latin1').decode(view.slice(at, 3)) === 'FAT');
}

function isMedia(value: number): boolean {
  return value === REMOVABLE_MEDIA || value >= FIRST_HARD_DISK_MEDIA;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}
