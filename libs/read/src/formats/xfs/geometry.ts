import { type FormatError, LimitError } from '../../bytes/index.ts';
import type { XfsSuperBlock } from './super-block.ts';

const MIN_BLOCK_SIZE_LOG = 10; // XFS_MIN_CRC_BLOCKSIZE
const MAX_BLOCK_SIZE_LOG = 16;
const MIN_INODE_SIZE_LOG = 9; // XFS_DINODE_MIN_LOG of version 5
const MAX_INODE_SIZE_LOG = 11;
const MAX_DIRECTORY_BLOCK_LOG = 16;
const MIN_AG_BLOCKS = 64;
const MAX_AG_BYTES = 2 ** 40;
const MAX_AG_COUNT = 65_536;
/** Superblock, AGF, AGI and AGFL. */
export const AG_HEADER_SECTORS = 4;

/** What the superblock's checked numbers mean for finding things. */
export interface Geometry {
  readonly blockSize: number; // bytes
  readonly blocksCount: number;
  readonly length: number; // bytes that the filesystem spans
  readonly agBlocks: number;
  readonly agCount: number;
  readonly agBlockFactor: number; // block number = allocation group * agBlockFactor + block in it
  readonly agHeaderBlocks: number; // at the start of every allocation group
  readonly inodesPerBlock: number;
  readonly directoryBlockSize: number; // bytes
  readonly directoryBlocks: number; // blocks of a directory block
}

/** The checks of xfs_validate_sb_common. */
export function checkGeometry(superBlock: XfsSuperBlock, sourceLength: number): Geometry {
  checkSizes(superBlock);
  checkGroups(superBlock);
  const { blockSize, blocksCount, agBlocks, agCount, agBlocksLog, inodesPerBlock, sectorSize, directoryBlockLog } = superBlock;
  const length = blocksCount * blockSize;
  if (length > sourceLength) {
    const most = Math.floor(sourceLength / blockSize);
    throw wrong(superBlock, 'sb_dblocks', 8, blocksCount, `the filesystem ends past its partition of ${sourceLength} bytes: at most ${most}`);
  }
  if (superBlock.inProgress !== 0) throw wrong(superBlock, 'sb_inprogress', 126, superBlock.inProgress, 0);
  return {
    ...{ blockSize, blocksCount, length, agBlocks, agCount, inodesPerBlock },
    agBlockFactor: 2 ** agBlocksLog,
    agHeaderBlocks: Math.ceil((AG_HEADER_SECTORS * sectorSize) / blockSize),
    directoryBlockSize: blockSize * 2 ** directoryBlockLog,
    directoryBlocks: 2 ** directoryBlockLog,
  };
}

/** Blocks of one allocation group; the last may be shorter. */
export function agLength({ agCount, agBlocks, blocksCount }: Geometry, group: number): number {
  return group === agCount - 1 ? blocksCount - group * agBlocks : agBlocks;
}

function checkSizes(superBlock: XfsSuperBlock): void {
  const { blockSizeLog, sectorSizeLog, inodeSizeLog, inodesPerBlockLog, directoryBlockLog } = superBlock;
  checkLog(superBlock, { field: 'sb_blocklog', at: 120, log: blockSizeLog, least: MIN_BLOCK_SIZE_LOG, most: MAX_BLOCK_SIZE_LOG });
  checkLog(superBlock, { field: 'sb_inodelog', at: 122, log: inodeSizeLog, least: MIN_INODE_SIZE_LOG, most: Math.min(MAX_INODE_SIZE_LOG, blockSizeLog) });
  checkLog(superBlock, { field: 'sb_inopblog', at: 123, log: inodesPerBlockLog, least: blockSizeLog - inodeSizeLog, most: blockSizeLog - inodeSizeLog });
  checkLog(superBlock, { field: 'sb_dirblklog', at: 192, log: directoryBlockLog, least: 0, most: MAX_DIRECTORY_BLOCK_LOG - blockSizeLog });
  checkSize(superBlock, 'sb_blocksize', 4, superBlock.blockSize, blockSizeLog);
  checkSize(superBlock, 'sb_inodesize', 104, superBlock.inodeSize, inodeSizeLog);
  checkSize(superBlock, 'sb_inopblock', 106, superBlock.inodesPerBlock, inodesPerBlockLog);
  checkSize(superBlock, 'sb_sectsize', 102, superBlock.sectorSize, sectorSizeLog);
  if (superBlock.sectorSize > superBlock.blockSize) throw wrong(superBlock, 'sb_sectsize', 102, superBlock.sectorSize, `at most ${superBlock.blockSize}`);
}

function checkLog(superBlock: XfsSuperBlock, { field, at, log, least, most }: { field: string; at: number; log: number; least: number; most: number }): void {
  if (log < least || log > most) throw wrong(superBlock, field, at, log, least === most ? least : `${least} to ${most}`);
}

function checkSize(superBlock: XfsSuperBlock, field: string, at: number, size: number, log: number): void {
  if (size !== 2 ** log) throw wrong(superBlock, field, at, size, 2 ** log);
}

function checkGroups(superBlock: XfsSuperBlock): void {
  const { agBlocks, agCount, agBlocksLog, blocksCount, blockSize } = superBlock;
  if (agBlocks < MIN_AG_BLOCKS || agBlocks * blockSize > MAX_AG_BYTES)
    throw wrong(superBlock, 'sb_agblocks', 84, agBlocks, `${MIN_AG_BLOCKS} to ${MAX_AG_BYTES / blockSize}`);
  if (agBlocksLog !== Math.ceil(Math.log2(agBlocks))) throw wrong(superBlock, 'sb_agblklog', 124, agBlocksLog, Math.ceil(Math.log2(agBlocks)));
  const least = (agCount - 1) * agBlocks + MIN_AG_BLOCKS;
  if (agCount === 0 || blocksCount < least || blocksCount > agCount * agBlocks)
    throw wrong(superBlock, 'sb_dblocks', 8, blocksCount, `${agCount} allocation groups of ${agBlocks} blocks, the last at least ${MIN_AG_BLOCKS}`);
  if (agCount > MAX_AG_COUNT) throw new LimitError({ structure: 'xfs superblock', message: `${agCount} allocation groups, at most ${MAX_AG_COUNT} are read` });
}

function wrong({ view }: XfsSuperBlock, field: string, at: number, found: number, expected: number | string): FormatError {
  return view.error(field, at, found, expected);
}
