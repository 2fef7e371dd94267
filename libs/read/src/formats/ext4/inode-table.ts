import { ByteView, crc32c, FormatError } from '../../bytes/index.ts';
import { crc32cOfU32, crc32cWithHole, hex } from './checksums.ts';
import { decodeInode, INODE_BASE_SIZE, type Inode } from './inode.ts';
import type { Volume } from './volume.ts';

const GENERATION_AT = 0x64;
const CHECKSUM_LOW_AT = 0x7c;
const CHECKSUM_HIGH_AT = 0x82;
const MAX_KEPT = 64;
const FOUR_ZEROS = new Uint8Array(4);

export type InodeReader = (number: number) => Inode;

/** Reads inodes by number, verified, and keeps the last few: callers ask stat, xattrs and content of one in turn. */
export function openInodeTable(volume: Volume): InodeReader {
  const kept = new Map<number, Inode>();
  return (number) => {
    const known = kept.get(number);
    if (known !== undefined) return known;
    const inode = readInode(volume, number);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(number, inode);
    return inode;
  };
}

function readInode(volume: Volume, number: number): Inode {
  const view = locateInode(volume, number);
  const seed = verifyInode(volume, view, number);
  rejectDeleted(view);
  return decodeInode(volume.superBlock, view, number, seed);
}

function locateInode({ source, superBlock, geometry, groups, cache }: Volume, number: number): ByteView {
  const structure = `ext4 inode ${number}`;
  if (!Number.isInteger(number) || number < 1 || number > superBlock.inodesCount) {
    throw new FormatError({ structure, field: 'inode number', found: number, expected: `1 to ${superBlock.inodesCount}` });
  }
  const group = groups[Math.floor((number - 1) / geometry.inodesPerGroup)]!;
  const offset = group.inodeTable * geometry.blockSize + ((number - 1) % geometry.inodesPerGroup) * superBlock.inodeSize;
  return new ByteView(cache.bytes(offset, superBlock.inodeSize), structure, source.origin + offset);
}

/** Returns the start value for the checksums of what the inode owns. */
function verifyInode({ superBlock }: Volume, view: ByteView, number: number): number {
  if (!superBlock.hasChecksums) return 0;
  const seed = crc32c(view.slice(GENERATION_AT, 4), crc32cOfU32(number, superBlock.checksumSeed));
  const wide = view.length > INODE_BASE_SIZE && view.u16(INODE_BASE_SIZE) >= 4;
  const stored = view.u16(CHECKSUM_LOW_AT) + (wide ? view.u16(CHECKSUM_HIGH_AT) * 2 ** 16 : 0);
  const full = inodeChecksum(view.bytes, wide, seed);
  const computed = wide ? full : full & 0xffff;
  if (stored !== computed) throw view.error('i_checksum', CHECKSUM_LOW_AT, hex(stored), hex(computed));
  return seed;
}

function inodeChecksum(bytes: Uint8Array, wide: boolean, seed: number): number {
  if (!wide) return crc32cWithHole(bytes, CHECKSUM_LOW_AT, 2, seed);
  const base = crc32cWithHole(bytes.subarray(0, CHECKSUM_HIGH_AT), CHECKSUM_LOW_AT, 2, seed);
  return crc32c(bytes.subarray(CHECKSUM_HIGH_AT + 2), crc32c(FOUR_ZEROS.subarray(0, 2), base));
}

function rejectDeleted(view: ByteView): void {
  if (view.u16(0x1a) !== 0) return;
  const deleted = view.u32(0x14) === 0 ? 'the inode is not in use' : 'the inode is deleted (i_dtime is set)';
  throw new FormatError({ structure: view.structure, field: 'i_links_count', offset: view.offset + 0x1a, found: 0, expected: 'at least 1', message: deleted });
}
