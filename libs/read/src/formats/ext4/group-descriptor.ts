import { type ByteView, crc32c } from '../../bytes/index.ts';
import { crc16, crc32cOfU32, crc32cWithHole, hex, littleEndian } from './checksums.ts';
import { RoCompat } from './features.ts';
import { descriptorBlockNumber } from './group-layout.ts';
import type { SuperBlock } from './super-block.ts';
import { readBlock, type VolumeBase } from './volume.ts';

const CHECKSUM_AT = 0x1e;
const SIZE_32 = 32;
export const INODE_BITMAP_UNINIT = 0x1; // EXT4_BG_INODE_UNINIT
export const BLOCK_BITMAP_UNINIT = 0x2; // EXT4_BG_BLOCK_UNINIT

/** https://docs.kernel.org/filesystems/ext4/group_descr.html. The `_hi` halves exist in 64-byte descriptors. */
export interface GroupDescriptor {
  readonly blockBitmap: number; // bg_block_bitmap_lo, _hi: block number
  readonly inodeBitmap: number; // bg_inode_bitmap_lo, _hi: block number
  readonly inodeTable: number; // bg_inode_table_lo, _hi: first block number
  readonly flags: number; // bg_flags
  readonly blockBitmapChecksum: number; // bg_block_bitmap_csum_lo, _hi
  readonly inodeBitmapChecksum: number; // bg_inode_bitmap_csum_lo, _hi
}

/** All group descriptors, each verified: the kernel does not mount a filesystem with a damaged one either. */
export function readGroupDescriptors(volume: VolumeBase): GroupDescriptor[] {
  const { groupsCount, descriptorsPerBlock, descriptorSize } = volume.geometry;
  const groups: GroupDescriptor[] = [];
  for (let index = 0; groups.length < groupsCount; index++) {
    const block = readBlock(volume, descriptorBlockNumber(volume.superBlock, volume.geometry, index), 'ext4 group descriptors');
    for (let slot = 0; slot < descriptorsPerBlock && groups.length < groupsCount; slot++) {
      groups.push(readDescriptor(volume, block.view(slot * descriptorSize, descriptorSize, `ext4 group descriptor ${groups.length}`), groups.length));
    }
  }
  return groups;
}

function readDescriptor(volume: VolumeBase, view: ByteView, group: number): GroupDescriptor {
  const stored = view.u16(CHECKSUM_AT);
  const computed = descriptorChecksum(volume.superBlock, view.bytes, group);
  if (computed !== undefined && stored !== computed) throw view.error('bg_checksum', CHECKSUM_AT, hex(stored), hex(computed));
  const descriptor = decodeDescriptor(view);
  checkPlace(volume, view, 'bg_block_bitmap', 0x0, descriptor.blockBitmap, 1);
  checkPlace(volume, view, 'bg_inode_bitmap', 0x4, descriptor.inodeBitmap, 1);
  checkPlace(volume, view, 'bg_inode_table', 0x8, descriptor.inodeTable, volume.geometry.inodeTableBlocks);
  return descriptor;
}

function decodeDescriptor(view: ByteView): GroupDescriptor {
  const wide = view.length > SIZE_32;
  return {
    blockBitmap: view.u32(0x0) + (wide ? view.u32(0x20) * 2 ** 32 : 0),
    inodeBitmap: view.u32(0x4) + (wide ? view.u32(0x24) * 2 ** 32 : 0),
    inodeTable: view.u32(0x8) + (wide ? view.u32(0x28) * 2 ** 32 : 0),
    flags: view.u16(0x12),
    blockBitmapChecksum: view.u16(0x18) + (wide ? view.u16(0x38) * 2 ** 16 : 0),
    inodeBitmapChecksum: view.u16(0x1a) + (wide ? view.u16(0x3a) * 2 ** 16 : 0),
  };
}

function descriptorChecksum(superBlock: SuperBlock, bytes: Uint8Array, group: number): number | undefined {
  if (superBlock.hasChecksums) return crc32cWithHole(bytes, CHECKSUM_AT, 2, crc32cOfU32(group, superBlock.checksumSeed)) & 0xffff;
  if ((superBlock.features.roCompat & RoCompat.gdtChecksum) === 0) return undefined;
  const start = crc16(littleEndian(group), crc16(superBlock.uuid, 0xffff));
  return crc16(bytes.subarray(CHECKSUM_AT + 2), crc16(bytes.subarray(0, CHECKSUM_AT), start));
}

function checkPlace({ geometry }: VolumeBase, view: ByteView, field: string, at: number, first: number, count: number): void {
  const lowest = geometry.firstDataBlock + 1;
  const highest = geometry.blocksCount - count;
  if (first < lowest || first > highest) throw view.error(field, at, first, `${lowest} to ${highest}`);
}

/** Verifies the block and inode bitmaps; groups whose bitmap was never written have none. */
export function verifyBitmaps(volume: VolumeBase, groups: readonly GroupDescriptor[]): void {
  if (!volume.superBlock.hasChecksums) return;
  const { clustersPerGroup, inodesPerGroup } = volume.superBlock;
  for (const [group, descriptor] of groups.entries()) {
    if ((descriptor.flags & BLOCK_BITMAP_UNINIT) === 0) {
      verifyBitmap(volume, `ext4 block bitmap of group ${group}`, descriptor.blockBitmap, clustersPerGroup / 8, descriptor.blockBitmapChecksum);
    }
    if ((descriptor.flags & INODE_BITMAP_UNINIT) === 0) {
      verifyBitmap(volume, `ext4 inode bitmap of group ${group}`, descriptor.inodeBitmap, inodesPerGroup / 8, descriptor.inodeBitmapChecksum);
    }
  }
}

function verifyBitmap(volume: VolumeBase, structure: string, blockNumber: number, length: number, stored: number): void {
  const view = readBlock(volume, blockNumber, structure);
  const full = crc32c(view.slice(0, length), volume.superBlock.checksumSeed);
  const computed = volume.geometry.descriptorSize > SIZE_32 ? full : full & 0xffff;
  if (stored !== computed) throw view.error('checksum in the group descriptor', 0, hex(stored), hex(computed));
}
