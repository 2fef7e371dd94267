import type { BlockSource, MetadataCache } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { agLength, type Geometry } from './geometry.ts';
import type { XfsSuperBlock } from './super-block.ts';

/** Everything that reading an inode needs. Block numbers are those of the format: allocation group, then block in it. */
export interface Volume {
  readonly source: BlockSource;
  readonly superBlock: XfsSuperBlock;
  readonly geometry: Geometry;
  readonly cache: MetadataCache;
}

/** Bytes from the filesystem's start. */
export function blockOffset({ geometry: { agBlockFactor, agBlocks, blockSize } }: Volume, block: number): number {
  const group = Math.floor(block / agBlockFactor);
  return (group * agBlocks + (block - group * agBlockFactor)) * blockSize;
}

/** Cached bytes inside the source. */
export function viewAt({ source, cache }: Volume, offset: number, length: number, structure: string): ByteView {
  return new ByteView(cache.bytes(offset, length), structure, source.origin + offset, 'big');
}

/** Why a file must not own these blocks, in words that fit "expected …"; undefined when it may. */
export function blocksProblem({ geometry, superBlock }: Volume, first: number, count: number): string | undefined {
  const group = Math.floor(first / geometry.agBlockFactor);
  const inGroup = first - group * geometry.agBlockFactor;
  if (group >= geometry.agCount || inGroup + count > agLength(geometry, group)) return `${count} blocks inside one of ${geometry.agCount} allocation groups`;
  if (inGroup < geometry.agHeaderBlocks) return `${count} blocks that are not the headers of allocation group ${group}`;
  const { logStart, logBlocks } = superBlock;
  const overlapsLog = logStart !== 0 && first < logStart + logBlocks && first + count > logStart;
  return overlapsLog ? `${count} blocks that are not the log` : undefined;
}
