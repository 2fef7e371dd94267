import { type FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { Compat, Incompat, RoCompat, unreadableFeatures } from './features.ts';
import { SUPER_BLOCK_OFFSET, type SuperBlock } from './super-block.ts';

const MAX_BLOCK_SIZE_LOG = 6; // 64 KiB
const MAX_CLUSTER_SIZE_LOG = 20; // 1 GiB, as mke2fs
const MAX_GROUPS = 65_536; // 8 TiB with 4 KiB blocks
const DESCRIPTOR_SIZE_32 = 32;
const DESCRIPTOR_SIZE_64 = 64;
const MAX_DESCRIPTOR_SIZE = 1024;

/** What the superblock's checked numbers mean for finding things. */
export interface Geometry {
  readonly blockSize: number; // bytes
  readonly blocksCount: number;
  readonly firstDataBlock: number;
  readonly blocksPerGroup: number;
  readonly groupsCount: number;
  readonly inodesPerGroup: number;
  readonly inodeTableBlocks: number; // per group
  readonly descriptorSize: number; // bytes
  readonly descriptorsPerBlock: number;
  readonly descriptorBlocks: number; // of one whole group descriptor table
  readonly superBlockNumber: number; // of group 0: the block that holds byte 1024
  readonly metaBg: boolean;
}

export function has(superBlock: SuperBlock, incompat: number): boolean {
  return (superBlock.features.incompat & incompat) !== 0;
}

export function checkReadable(superBlock: SuperBlock): void {
  const unreadable = unreadableFeatures(superBlock.features);
  if (unreadable.length > 0) throw unsupported(superBlock, 's_feature_incompat', 0x60, unreadable.join(' '), explain(unreadable));
  if (superBlock.revision > 1) throw unsupported(superBlock, 's_rev_level', 0x4c, superBlock.revision);
  if (superBlock.creatorOs === 1) throw unsupported(superBlock, 's_creator_os', 0x48, 'Hurd');
}

export function checkGeometry(superBlock: SuperBlock, sourceLength: number): Geometry {
  checkSizes(superBlock);
  checkGroups(superBlock);
  const blockSize = 1024 << superBlock.blockSizeLog;
  const { blocksCount, firstDataBlock, blocksPerGroup, inodesPerGroup } = superBlock;
  if (blocksCount <= firstDataBlock) throw wrong(superBlock, 's_blocks_count', 0x4, blocksCount, 'more than s_first_data_block');
  if (blocksCount * blockSize > sourceLength) {
    throw wrong(
      superBlock,
      's_blocks_count',
      0x4,
      blocksCount,
      `the filesystem ends past its partition of ${sourceLength} bytes: at most ${Math.floor(sourceLength / blockSize)}`,
    );
  }
  const groupsCount = Math.ceil((blocksCount - firstDataBlock) / blocksPerGroup);
  if (groupsCount > MAX_GROUPS) throw new LimitError({ structure: 'ext4 superblock', message: `${groupsCount} block groups, at most ${MAX_GROUPS} are read` });
  if (groupsCount * inodesPerGroup !== superBlock.inodesCount)
    throw wrong(superBlock, 's_inodes_count', 0, superBlock.inodesCount, groupsCount * inodesPerGroup);
  const descriptorSize = readDescriptorSize(superBlock);
  const descriptorsPerBlock = blockSize / descriptorSize;
  const descriptorBlocks = Math.ceil(groupsCount / descriptorsPerBlock);
  const metaBg = has(superBlock, Incompat.metaBg);
  if (metaBg && superBlock.firstMetaBg > descriptorBlocks)
    throw wrong(superBlock, 's_first_meta_bg', 0x104, superBlock.firstMetaBg, `at most ${descriptorBlocks}`);
  return {
    ...{ blockSize, blocksCount, firstDataBlock, blocksPerGroup, groupsCount, inodesPerGroup, descriptorSize, descriptorsPerBlock, descriptorBlocks, metaBg },
    inodeTableBlocks: Math.ceil((inodesPerGroup * superBlock.inodeSize) / blockSize),
    superBlockNumber: Math.floor(SUPER_BLOCK_OFFSET / blockSize),
  };
}

function checkSizes(superBlock: SuperBlock): void {
  const { blockSizeLog, clusterSizeLog, inodeSize } = superBlock;
  if (blockSizeLog > MAX_BLOCK_SIZE_LOG) throw wrong(superBlock, 's_log_block_size', 0x18, blockSizeLog, `at most ${MAX_BLOCK_SIZE_LOG}`);
  const maxCluster = isBigalloc(superBlock) ? MAX_CLUSTER_SIZE_LOG : blockSizeLog;
  if (clusterSizeLog < blockSizeLog || clusterSizeLog > maxCluster)
    throw wrong(superBlock, 's_log_cluster_size', 0x1c, clusterSizeLog, `${blockSizeLog} to ${maxCluster}`);
  const firstDataBlock = blockSizeLog === 0 && clusterSizeLog === 0 ? 1 : 0;
  if (superBlock.firstDataBlock !== firstDataBlock) throw wrong(superBlock, 's_first_data_block', 0x14, superBlock.firstDataBlock, firstDataBlock);
  const blockSize = 1024 << blockSizeLog;
  if (inodeSize < 128 || inodeSize > blockSize || !isPowerOfTwo(inodeSize))
    throw wrong(superBlock, 's_inode_size', 0x58, inodeSize, `a power of two, 128 to ${blockSize}`);
}

function checkGroups(superBlock: SuperBlock): void {
  const { blocksPerGroup, clustersPerGroup, inodesPerGroup, inodeSize, blockSizeLog, clusterSizeLog, firstInode } = superBlock;
  const bitsPerBlock = 8 * (1024 << blockSizeLog);
  const ratio = 2 ** (clusterSizeLog - blockSizeLog);
  const clusters = isBigalloc(superBlock) ? clustersPerGroup : blocksPerGroup;
  if (clusters === 0 || clusters > bitsPerBlock || clusters % 8 !== 0)
    throw wrong(superBlock, 's_clusters_per_group', 0x24, clusters, `a multiple of 8, up to ${bitsPerBlock}`);
  if (blocksPerGroup !== clusters * ratio) throw wrong(superBlock, 's_blocks_per_group', 0x20, blocksPerGroup, clusters * ratio);
  const inodesPerBlock = bitsPerBlock / 8 / inodeSize;
  if (inodesPerGroup < inodesPerBlock || inodesPerGroup > bitsPerBlock || inodesPerGroup % 8 !== 0) {
    throw wrong(superBlock, 's_inodes_per_group', 0x28, inodesPerGroup, `a multiple of 8, ${inodesPerBlock} to ${bitsPerBlock}`);
  }
  if (firstInode < 11 || firstInode > superBlock.inodesCount) throw wrong(superBlock, 's_first_ino', 0x54, firstInode, `11 to ${superBlock.inodesCount}`);
  if (superBlock.reservedGdtBlocks > bitsPerBlock / 32)
    throw wrong(superBlock, 's_reserved_gdt_blocks', 0xce, superBlock.reservedGdtBlocks, `at most ${bitsPerBlock / 32}`);
}

function readDescriptorSize(superBlock: SuperBlock): number {
  if (!has(superBlock, Incompat.is64Bit)) return DESCRIPTOR_SIZE_32;
  const size = superBlock.descriptorSizeField;
  if (size >= DESCRIPTOR_SIZE_64 && size <= MAX_DESCRIPTOR_SIZE && isPowerOfTwo(size)) return size;
  throw wrong(superBlock, 's_desc_size', 0xfe, size, `a power of two, ${DESCRIPTOR_SIZE_64} to ${MAX_DESCRIPTOR_SIZE}`);
}

export function isSparseSuper2({ features }: SuperBlock): boolean {
  return (features.compat & Compat.sparseSuper2) !== 0;
}

function isBigalloc({ features }: SuperBlock): boolean {
  return (features.roCompat & RoCompat.bigalloc) !== 0;
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && (value & (value - 1)) === 0;
}

function explain(features: readonly string[]): string | undefined {
  return features.includes('needs_recovery') ? 'the journal has to be replayed before the content is right' : undefined;
}

function wrong(superBlock: SuperBlock, field: string, at: number, found: number, expected: number | string): FormatError {
  return superBlock.view.error(field, at, found, expected);
}

function unsupported({ view }: SuperBlock, field: string, at: number, found: number | string, message?: string): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found, ...(message === undefined ? {} : { message }) });
}
