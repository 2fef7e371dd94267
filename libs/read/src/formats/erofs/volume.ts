import type { BlockSource, MetadataCache } from '../../block-source/index.ts';
import { ByteView, FormatError } from '../../bytes/index.ts';
import type { InflatedCache } from '../../compression/index.ts';
import type { Extent } from './extent.ts';
import type { ExtentMap } from './extent-map.ts';
import type { Inode } from './inode.ts';
import type { LongPrefix } from './long-prefixes.ts';
import type { PackedFile } from './packed-file.ts';
import type { ErofsSuperBlock } from './super-block.ts';

/** Everything that reading an inode needs. Offsets count from the filesystem's start. */
export interface Volume {
  readonly source: BlockSource;
  readonly superBlock: ErofsSuperBlock;
  readonly blockSize: number;
  /** Bytes that the filesystem spans. */
  readonly length: number;
  /** Where the superblock and what belongs to it end. */
  readonly headEnd: number;
  readonly cache: MetadataCache;
  readonly extentMaps: WeakMap<Inode, ExtentMap>;
  /** Asked for when a file has its end there; undefined when there is none. */
  readonly packedFile: () => PackedFile | undefined;
  /** Bytes inflated that nobody asked for (feature dedupe). */
  readonly unused: { bytes: number };
  readonly longPrefixes: () => readonly LongPrefix[];
  readonly inflated: InflatedCache<Extent>;
}

/** Cached bytes; a FormatError when they are not inside the filesystem. */
export function readMetadata({ source, length: end, cache }: Volume, offset: number, length: number, structure: string): ByteView {
  if (offset < 0 || offset + length > end)
    throw new FormatError({
      structure,
      offset: source.origin + offset,
      message: `${length} bytes wanted, but the filesystem ends at byte ${source.origin + end}`,
    });
  return new ByteView(cache.bytes(offset, length), structure, source.origin + offset);
}

/** Why a file must not own these blocks, in words that fit "expected …"; undefined when it may. */
export function blocksProblem({ superBlock, blockSize, headEnd }: Volume, first: number, count: number): string | undefined {
  const lowest = Math.ceil(headEnd / blockSize);
  return first >= lowest && first + count <= superBlock.blocks ? undefined : `${count} blocks between ${lowest} and ${superBlock.blocks - 1}`;
}

export function alignUp(offset: number, unit: number): number {
  return Math.ceil(offset / unit) * unit;
}
