import { RoCompat } from './features.ts';
import { type Geometry, isSparseSuper2 } from './geometry.ts';
import type { SuperBlock } from './super-block.ts';

/** Where block groups keep superblocks and group descriptors: https://docs.kernel.org/filesystems/ext4/blockgroup.html */
export interface BlockRange {
  readonly first: number; // block number
  readonly count: number; // blocks
  readonly what: string;
}

/** Superblock, group descriptors and blocks reserved for more of them, at the start of `group`. */
export function groupHeader(superBlock: SuperBlock, geometry: Geometry, group: number): BlockRange[] {
  const start = groupStart(geometry, group);
  const backup = group === 0 ? '' : `backup of group ${group}: `;
  const hasSuper = holdsSuperBlock(superBlock, group);
  const ranges: BlockRange[] = hasSuper ? [{ first: start, count: 1, what: group === 0 ? 'superblock' : `backup superblock of group ${group}` }] : [];
  if (!usesMetaBg(superBlock, geometry, group)) {
    if (!hasSuper) return [];
    const descriptors = geometry.metaBg ? superBlock.firstMetaBg : geometry.descriptorBlocks;
    ranges.push({ first: start + 1, count: descriptors, what: `${backup}group descriptors` });
    ranges.push({ first: start + 1 + descriptors, count: superBlock.reservedGdtBlocks, what: `${backup}reserved gdt blocks` });
  } else if (holdsMetaBgDescriptors(geometry, group)) {
    ranges.push({
      first: start + (hasSuper ? 1 : 0),
      count: 1,
      what: group % geometry.descriptorsPerBlock === 0 ? 'group descriptors' : `${backup}group descriptors`,
    });
  }
  return ranges.filter(({ count }) => count > 0);
}

/** Block number of the primary copy of the `index`th group descriptor block. */
export function descriptorBlockNumber(superBlock: SuperBlock, geometry: Geometry, index: number): number {
  const group = index * geometry.descriptorsPerBlock;
  if (!usesMetaBg(superBlock, geometry, group)) return geometry.superBlockNumber + 1 + index;
  return groupStart(geometry, group) + (holdsSuperBlock(superBlock, group) ? 1 : 0);
}

/** With 1 KiB blocks and bigalloc block 0 is the boot block of group 0, so that its header starts a block later. */
function groupStart(geometry: Geometry, group: number): number {
  return group === 0 ? geometry.superBlockNumber : geometry.firstDataBlock + group * geometry.blocksPerGroup;
}

function usesMetaBg({ firstMetaBg }: SuperBlock, { metaBg, descriptorsPerBlock }: Geometry, group: number): boolean {
  return metaBg && Math.floor(group / descriptorsPerBlock) >= firstMetaBg;
}

/** A meta block group keeps its descriptors in its first, second and last group. */
function holdsMetaBgDescriptors({ descriptorsPerBlock }: Geometry, group: number): boolean {
  const place = group % descriptorsPerBlock;
  return place === 0 || place === 1 || place === descriptorsPerBlock - 1;
}

export function holdsSuperBlock(superBlock: SuperBlock, group: number): boolean {
  if (group === 0) return true;
  if (isSparseSuper2(superBlock)) return superBlock.backupGroups.includes(group);
  if (group === 1 || (superBlock.features.roCompat & RoCompat.sparseSuper) === 0) return true;
  return [3, 5, 7].some((base) => isPowerOf(base, group));
}

function isPowerOf(base: number, value: number): boolean {
  let power = base;
  while (power < value) power *= base;
  return power === value;
}
