import { AG_SECTORS } from './ag-headers.ts';
import { LEAF_OFFSET } from './directory-index.ts';
import type { Extent } from './extent.ts';
import { extents } from './extent-tree.ts';
import type { Fork } from './fork.ts';
import { groupBlocks } from './group-blocks.ts';
import type { Inode } from './inode.ts';
import { blockOffset, type Volume } from './volume.ts';

type MetadataRun = { readonly sourceOffset: number; readonly length: number; readonly what: string };

/** What a place (bytes from the filesystem's start) holds when it is no file's data. */
export type MetadataMap = (offset: number) => string | undefined;

/** Headers of allocation groups and the log lie at fixed places; the first question about another place walks the trees of the groups. */
export function openMetadataMap(volume: Volume): MetadataMap {
  const { blockSize, length } = volume.geometry;
  let blocks: ReadonlyMap<number, string> | undefined;
  return (offset) => {
    if (offset < 0 || offset >= length) return undefined;
    const fixed = fixedPlace(volume, offset);
    if (fixed !== undefined) return fixed;
    blocks ??= groupBlocks(volume);
    return blocks.get(Math.floor(offset / blockSize));
  };
}

function fixedPlace({ superBlock, geometry }: Volume, offset: number): string | undefined {
  const { blockSize, agBlocks, agBlockFactor } = geometry;
  const group = Math.floor(offset / (agBlocks * blockSize));
  const inGroup = offset - group * agBlocks * blockSize;
  const header = AG_SECTORS[Math.floor(inGroup / superBlock.sectorSize)];
  if (header !== undefined) return headerName(header, group);
  const block = group * agBlockFactor + Math.floor(inGroup / blockSize);
  const { logStart, logBlocks } = superBlock;
  return logStart !== 0 && block >= logStart && block < logStart + logBlocks ? 'log' : undefined;
}

function headerName(header: string, group: number): string {
  if (header !== 'superblock') return `${header} of group ${group}`;
  return group === 0 ? header : `backup superblock of group ${group}`;
}

/** Blocks of extent trees and attributes, and a directory's index. */
export function* inodeMetadata(volume: Volume, inode: Inode): Generator<MetadataRun> {
  const { blockSize } = volume.geometry;
  for (const fork of [inode.data, inode.attributes]) {
    if (fork === undefined) continue;
    const nodes: number[] = [];
    const blocks = [...forkExtents(volume, inode, fork, nodes)];
    for (const node of nodes) yield { sourceOffset: blockOffset(volume, node), length: blockSize, what: 'extent block' };
    const what = fork.what === 'data' ? 'directory index' : 'attribute block';
    for (const { block, count } of blocks) yield { sourceOffset: blockOffset(volume, block), length: count * blockSize, what };
  }
}

/** Those that are metadata; every extent is passed, so that each block of the tree is. */
function* forkExtents(volume: Volume, inode: Inode, fork: Fork, nodes: number[]): Generator<Extent> {
  const first = LEAF_OFFSET / volume.geometry.blockSize;
  for (const extent of extents({ volume, inode, fork, from: 0, onNode: (block) => nodes.push(block) })) {
    if (fork.what === 'attribute' || (inode.type === 'directory' && extent.start >= first)) yield extent;
  }
}
