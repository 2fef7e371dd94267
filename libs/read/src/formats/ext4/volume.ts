import type { BlockSource, MetadataCache } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import type { Geometry } from './geometry.ts';
import type { GroupDescriptor } from './group-descriptor.ts';
import type { MetadataMap } from './metadata-map.ts';
import type { SuperBlock } from './super-block.ts';

/** The filesystem before its group descriptors are known. */
export interface VolumeBase {
  readonly source: BlockSource;
  readonly superBlock: SuperBlock;
  readonly geometry: Geometry;
  readonly cache: MetadataCache;
}

/** Everything that reading an inode needs. */
export interface Volume extends VolumeBase {
  readonly groups: readonly GroupDescriptor[];
  readonly metadata: MetadataMap;
}

/** One block, cached. Check `blocksProblem` first when the number comes from the image. */
export function readBlock({ source, geometry, cache }: VolumeBase, blockNumber: number, structure: string): ByteView {
  const offset = blockNumber * geometry.blockSize;
  return new ByteView(cache.bytes(offset, geometry.blockSize), structure, source.origin + offset);
}

/** Why a file must not own these blocks, in words that fit "expected …"; undefined when it may. */
export function blocksProblem({ geometry, metadata }: Volume, first: number, count: number): string | undefined {
  const { firstDataBlock, blocksCount } = geometry;
  if (first < firstDataBlock || first + count > blocksCount) return `${count} blocks between ${firstDataBlock} and ${blocksCount - 1}`;
  const owner = metadata.overlap(first, count);
  return owner === undefined ? undefined : `${count} blocks that are not the ${owner}`;
}
