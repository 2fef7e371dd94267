import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { FormatError } from '../../bytes/index.ts';
import { FIRST_CLUSTER, type Geometry, lastCluster } from './geometry.ts';

/** What an entry of the FAT says about its cluster. fatgen103, "FAT Data Structure". */
export type FatEntry = { readonly kind: 'next'; readonly cluster: number } | { readonly kind: 'end' | 'free' | 'bad' | 'reserved' };

interface EntryWidth {
  readonly mask: number;
  readonly bad: number;
  readonly firstEnd: number;
}

const WIDTHS: Readonly<Record<12 | 16 | 32, EntryWidth>> = {
  12: { mask: 0xfff, bad: 0xff7, firstEnd: 0xff8 },
  16: { mask: 0xffff, bad: 0xfff7, firstEnd: 0xfff8 },
  32: { mask: 0x0fffffff, bad: 0x0ffffff7, firstEnd: 0x0ffffff8 },
};

/** Flags in entry 1, set when all is well; FAT12 has none. */
const CLEAN_FLAGS: Readonly<Record<12 | 16 | 32, number>> = { 12: 0, 16: 0xc000, 32: 0x0c000000 };

/** The first copy of the file allocation table. */
export interface FatTable {
  readonly geometry: Geometry;
  readonly bytes: Uint8Array;
  readonly origin: number;
}

/**
 * Reads the first FAT and compares the other copies with it, as fsck.vfat does: over the entries that clusters have. Linux reads the
 * first one only; firmware may read another one and see other files, so that a difference is a FormatError.
 */
export function readFatTable(source: BlockSource, geometry: Geometry, media: number): FatTable {
  const length = Math.ceil(((geometry.clusterCount + FIRST_CLUSTER) * geometry.fatBits) / 8);
  const table: FatTable = { geometry, bytes: readBytes(source, geometry.fatOffset, length), origin: source.origin };
  for (let copy = 1; copy < geometry.fatCount; copy++) compareCopy(source, table, copy);
  const first = rawEntry(table, 0);
  if ((first & 0xff) !== media) throw entryError(table, 0, first & 0xff, `BPB_Media ${media} in its low byte`);
  return table;
}

/** Neither entry 1 nor the boot sector's `state` says that the volume was not unmounted or had errors. */
export function isClean(table: FatTable, state: number): boolean {
  const flags = CLEAN_FLAGS[table.geometry.fatBits];
  return (state & 1) === 0 && (rawEntry(table, 1) & flags) === flags;
}

/** `cluster` is one that the volume has. */
export function fatEntry(table: FatTable, cluster: number): FatEntry {
  const { geometry } = table;
  const { bad, firstEnd } = WIDTHS[geometry.fatBits];
  const value = rawEntry(table, cluster);
  if (value === 0) return { kind: 'free' };
  if (value >= firstEnd) return { kind: 'end' };
  if (value === bad) return { kind: 'bad' };
  return value < FIRST_CLUSTER || value > lastCluster(geometry) ? { kind: 'reserved' } : { kind: 'next', cluster: value };
}

/** A FormatError about one entry, at its place in the first FAT. */
export function entryError(table: FatTable, cluster: number, found: string | number, expected: string | number, what?: string): FormatError {
  return new FormatError({
    structure: what === undefined ? 'FAT' : `FAT chain of ${what}`,
    field: `entry ${cluster}`,
    offset: table.origin + table.geometry.fatOffset + entryByte(table.geometry, cluster),
    found,
    expected,
  });
}

function rawEntry({ geometry, bytes }: FatTable, cluster: number): number {
  const { fatBits } = geometry;
  const at = entryByte(geometry, cluster);
  const low = bytes[at]! | ((bytes[at + 1] ?? 0) << 8);
  if (fatBits === 12) return (cluster & 1) === 0 ? low & 0xfff : low >>> 4;
  if (fatBits === 16) return low;
  return (low | (bytes[at + 2]! << 16) | ((bytes[at + 3]! & 0x0f) << 24)) >>> 0;
}

function entryByte({ fatBits }: Geometry, cluster: number): number {
  return Math.floor((cluster * fatBits) / 8);
}

/** Names the first entry that differs. The reserved upper bits of FAT32, and half a byte behind the last entry of FAT12, belong to none. */
function compareCopy(source: BlockSource, table: FatTable, copy: number): void {
  const { geometry, bytes } = table;
  const start = geometry.fatOffset + copy * geometry.fatLength;
  const other: FatTable = { ...table, bytes: readBytes(source, start, bytes.length) };
  if (Buffer.compare(other.bytes, bytes) === 0) return;
  for (let cluster = 0; cluster <= lastCluster(geometry); cluster++) {
    const [found, expected] = [rawEntry(other, cluster), rawEntry(table, cluster)];
    if (found === expected) continue;
    throw new FormatError({
      structure: `FAT ${copy}`,
      field: `entry ${cluster}`,
      offset: source.origin + start + entryByte(geometry, cluster),
      found,
      expected: `${expected}, as in FAT 0`,
    });
  }
}
