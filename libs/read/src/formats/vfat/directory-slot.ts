import { ByteView } from '../../bytes/index.ts';
import { ENTRY_LENGTH } from './geometry.ts';

export const Attribute = {
  readOnly: 0x01,
  volumeId: 0x08,
  directory: 0x10,
  longName: 0x0f,
  reserved: 0xc0,
} as const;

const FREE = 0xe5;
const FREE_FROM_HERE = 0;
const DOT = '.          ';
const DOT_DOT = '..         ';

/** A 32-byte slot of a directory in its short form. fatgen103, "FAT Directory Structure". */
export interface DirectorySlot {
  readonly view: ByteView;
  /** Bytes from the filesystem's start. */
  readonly sourceOffset: number;
  readonly shortName: Uint8Array; // DIR_Name: 8 + 3 bytes
  readonly attributes: number; // DIR_Attr
  readonly caseBits: number; // DIR_NTRes: 8 lower-case base, 0x10 lower-case extension
  readonly writeTime: number; // DIR_WrtTime
  readonly writeDate: number; // DIR_WrtDate
  readonly firstClusterLow: number; // DIR_FstClusLO
  readonly firstClusterHigh: number; // DIR_FstClusHI; not a cluster's on FAT12 and FAT16
  readonly size: number; // DIR_FileSize
}

export function decodeSlot(bytes: Uint8Array, what: string, sourceOffset: number, origin: number): DirectorySlot {
  const view = new ByteView(bytes.subarray(0, ENTRY_LENGTH), what, origin + sourceOffset);
  return {
    ...{ view, sourceOffset },
    shortName: view.slice(0, 11),
    attributes: view.u8(11),
    caseBits: view.u8(12),
    firstClusterHigh: view.u16(20),
    writeTime: view.u16(22),
    writeDate: view.u16(24),
    firstClusterLow: view.u16(26),
    size: view.u32(28),
  };
}

/** The slot is free, and so is every one behind it. */
export function endsDirectory({ shortName }: DirectorySlot): boolean {
  return shortName[0] === FREE_FROM_HERE;
}

export function isFree({ shortName }: DirectorySlot): boolean {
  return shortName[0] === FREE || shortName[0] === FREE_FROM_HERE;
}

export function isLongNamePart({ attributes }: DirectorySlot): boolean {
  return attributes === Attribute.longName;
}

/** Which of the two entries that every directory but the root starts with this is. */
export function dotsOf({ shortName }: DirectorySlot): '.' | '..' | undefined {
  const name = String.fromCharCode(...shortName);
  if (name === DOT) return '.';
  return name === DOT_DOT ? '..' : undefined;
}
