import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, crc32c, decodeFileName, UnsupportedError } from '../../bytes/index.ts';
import { hex } from './checksums.ts';
import { type FeatureBits, Incompat, RoCompat } from './features.ts';

export const SUPER_BLOCK_OFFSET = 1024;
export const SUPER_BLOCK_LENGTH = 1024;
export const ROOT_INODE = 2;
const MAGIC_AT = 0x38;
const MAGIC = 0xef53;
const CHECKSUM_AT = 0x3fc;
const CRC32C_TYPE = 1;
const FIRST_INODE_REV_0 = 11;
const INODE_SIZE_REV_0 = 128;

/** https://docs.kernel.org/filesystems/ext4/super.html. Counts are in the unit their name says. */
export interface SuperBlock {
  readonly view: ByteView;
  readonly inodesCount: number; // s_inodes_count
  readonly blocksCount: number; // s_blocks_count_lo, _hi
  readonly firstDataBlock: number; // s_first_data_block
  readonly blockSizeLog: number; // s_log_block_size: size = 1024 << value
  readonly clusterSizeLog: number; // s_log_cluster_size: size = 1024 << value
  readonly blocksPerGroup: number; // s_blocks_per_group
  readonly clustersPerGroup: number; // s_clusters_per_group
  readonly inodesPerGroup: number; // s_inodes_per_group
  readonly state: number; // s_state: 1 unmounted cleanly, 2 errors recorded
  readonly creatorOs: number; // s_creator_os: 0 Linux
  readonly revision: number; // s_rev_level
  readonly firstInode: number; // s_first_ino
  readonly inodeSize: number; // s_inode_size, bytes
  readonly features: FeatureBits;
  readonly uuid: Uint8Array; // s_uuid
  readonly label: string; // s_volume_name
  readonly reservedGdtBlocks: number; // s_reserved_gdt_blocks
  readonly descriptorSizeField: number; // s_desc_size, bytes; only valid with 64bit
  readonly firstMetaBg: number; // s_first_meta_bg
  readonly mmpBlock: bigint; // s_mmp_block
  readonly backupGroups: readonly number[]; // s_backup_bgs; only valid with sparse_super2
  readonly specialInodes: readonly number[]; // s_usr_quota_inum, s_grp_quota_inum, s_prj_quota_inum, s_orphan_file_inum
  /** Start value of every crc32c: s_checksum_seed, or derived from s_uuid. */
  readonly checksumSeed: number;
  readonly hasChecksums: boolean;
}

export function isExt4(source: BlockSource): boolean {
  if (source.length < SUPER_BLOCK_OFFSET + SUPER_BLOCK_LENGTH) return false;
  return readView(source).u16(MAGIC_AT) === MAGIC;
}

/** The primary superblock with its checksum verified; whether its numbers make sense is `checkGeometry`'s business. */
export function readSuperBlock(source: BlockSource): SuperBlock {
  const view = readView(source);
  const magic = view.u16(MAGIC_AT);
  if (magic !== MAGIC) throw view.error('s_magic', MAGIC_AT, hex(magic), hex(MAGIC));
  verifyChecksum(view);
  return decodeSuperBlock(view);
}

function readView(source: BlockSource): ByteView {
  return new ByteView(readBytes(source, SUPER_BLOCK_OFFSET, SUPER_BLOCK_LENGTH), 'ext4 superblock', source.origin + SUPER_BLOCK_OFFSET);
}

function decodeSuperBlock(view: ByteView): SuperBlock {
  const features = { compat: view.u32(0x5c), incompat: view.u32(0x60), roCompat: view.u32(0x64) };
  const has = (bit: number): boolean => (features.incompat & bit) !== 0;
  const revision = view.u32(0x4c);
  return {
    view,
    inodesCount: view.u32(0x0),
    blocksCount: view.u32(0x4) + (has(Incompat.is64Bit) ? view.u32(0x150) * 2 ** 32 : 0),
    firstDataBlock: view.u32(0x14),
    blockSizeLog: view.u32(0x18),
    clusterSizeLog: view.u32(0x1c),
    blocksPerGroup: view.u32(0x20),
    clustersPerGroup: view.u32(0x24),
    inodesPerGroup: view.u32(0x28),
    state: view.u16(0x3a),
    creatorOs: view.u32(0x48),
    revision,
    firstInode: revision === 0 ? FIRST_INODE_REV_0 : view.u32(0x54),
    inodeSize: revision === 0 ? INODE_SIZE_REV_0 : view.u16(0x58),
    features,
    uuid: view.slice(0x68, 16),
    label: decodeFileName(untilNul(view.slice(0x78, 16))),
    reservedGdtBlocks: view.u16(0xce),
    descriptorSizeField: view.u16(0xfe),
    firstMetaBg: view.u32(0x104),
    mmpBlock: view.u64(0x168),
    backupGroups: [view.u32(0x24c), view.u32(0x250)],
    specialInodes: [view.u32(0x240), view.u32(0x244), view.u32(0x26c), view.u32(0x280)],
    checksumSeed: has(Incompat.checksumSeed) ? view.u32(0x270) : crc32c(view.slice(0x68, 16)),
    hasChecksums: (features.roCompat & RoCompat.metadataChecksum) !== 0,
  };
}

function verifyChecksum(view: ByteView): void {
  const roCompat = view.u32(0x64);
  const stored = view.u32(CHECKSUM_AT);
  if ((roCompat & RoCompat.metadataChecksum) === 0) {
    rejectLostChecksumFeature(view, stored);
    return;
  }
  const type = view.u8(0x175);
  if (type !== CRC32C_TYPE)
    throw new UnsupportedError({ structure: view.structure, field: 's_checksum_type', offset: view.offset + 0x175, found: type, expected: CRC32C_TYPE });
  const computed = crc32c(view.slice(0, CHECKSUM_AT));
  if (stored !== computed) throw view.error('s_checksum', CHECKSUM_AT, hex(stored), hex(computed));
}

/** Clearing the one bit that says "there are checksums" would switch every check off: the stored checksum still tells. */
function rejectLostChecksumFeature(view: ByteView, stored: number): void {
  if (stored === 0) return;
  const bytes = view.slice(0, CHECKSUM_AT).slice();
  bytes[0x65]! |= RoCompat.metadataChecksum >> 8;
  if (crc32c(bytes) === stored) throw view.error('s_feature_ro_compat', 0x64, hex(view.u32(0x64)), 'metadata_csum, as s_checksum includes it');
}

export function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
