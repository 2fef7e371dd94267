import { FormatError } from '../../bytes/index.ts';
import { Incompat } from './features.ts';
import { has } from './geometry.ts';
import type { GroupDescriptor } from './group-descriptor.ts';
import { type BlockRange, groupHeader } from './group-layout.ts';
import type { VolumeBase } from './volume.ts';

/** Which blocks belong to the filesystem itself. */
export interface MetadataMap {
  /** What the block is; undefined when it is for files. */
  at(blockNumber: number): string | undefined;
  /** What the first metadata among these blocks is. */
  overlap(first: number, count: number): string | undefined;
}

/** Throws when two pieces of metadata claim the same block. */
export function buildMetadataMap(volume: VolumeBase, groups: readonly GroupDescriptor[]): MetadataMap {
  const ranges = collectRanges(volume, groups).sort((a, b) => a.first - b.first);
  rejectOverlaps(volume, ranges);
  const overlap = (first: number, count: number): string | undefined => {
    const range = ranges[indexBeyond(ranges, first + count - 1) - 1];
    return range !== undefined && range.first + range.count > first ? range.what : undefined;
  };
  return { at: (blockNumber) => overlap(blockNumber, 1), overlap };
}

function collectRanges({ superBlock, geometry }: VolumeBase, groups: readonly GroupDescriptor[]): BlockRange[] {
  const ranges: BlockRange[] = [];
  for (const [group, descriptor] of groups.entries()) {
    ranges.push(...groupHeader(superBlock, geometry, group));
    ranges.push({ first: descriptor.blockBitmap, count: 1, what: `block bitmap of group ${group}` });
    ranges.push({ first: descriptor.inodeBitmap, count: 1, what: `inode bitmap of group ${group}` });
    ranges.push({ first: descriptor.inodeTable, count: geometry.inodeTableBlocks, what: `inode table of group ${group}` });
  }
  if (geometry.superBlockNumber > geometry.firstDataBlock) ranges.push({ first: geometry.firstDataBlock, count: 1, what: 'boot block' });
  if (has(superBlock, Incompat.mmp)) ranges.push({ first: mmpBlock(superBlock), count: 1, what: 'multi-mount protection block' });
  return ranges;
}

function mmpBlock({ mmpBlock: block, blocksCount, view }: VolumeBase['superBlock']): number {
  if (block === 0n || block >= BigInt(blocksCount)) throw view.error('s_mmp_block', 0x168, block, `1 to ${blocksCount - 1}`);
  return Number(block);
}

function rejectOverlaps({ source, geometry }: VolumeBase, ranges: readonly BlockRange[]): void {
  for (const [index, range] of ranges.entries()) {
    const next = ranges[index + 1];
    const offset = source.origin + range.first * geometry.blockSize;
    if (range.first + range.count > geometry.blocksCount)
      throw new FormatError({ structure: `ext4 ${range.what}`, offset, message: 'it ends past the filesystem' });
    if (next === undefined || range.first + range.count <= next.first) continue;
    throw new FormatError({
      structure: `ext4 ${next.what}`,
      offset: source.origin + next.first * geometry.blockSize,
      message: `it overlaps the ${range.what}`,
    });
  }
}

/** Index of the first range that starts beyond `blockNumber`. */
function indexBeyond(ranges: readonly BlockRange[], blockNumber: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ranges[middle]!.first > blockNumber) high = middle;
    else low = middle + 1;
  }
  return low;
}
