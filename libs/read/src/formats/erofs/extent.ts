import type { Algorithm } from './compression-config.ts';

/**
 * How the bytes of an extent are stored. `interlaced`: as they are, rotated so that they keep their place inside a block.
 * `fragment`: in the packed inode, where many files have their ends.
 */
export type Encoding = Algorithm | 'plain' | 'interlaced' | 'fragment';

/** A stretch of a compressed file that one physical cluster holds. Its identity is the key under which its inflated bytes are kept. */
export interface Extent {
  /** Bytes from the file's start. */
  readonly start: number;
  /** Bytes of the file. */
  readonly length: number;
  /** Bytes from the filesystem's start; of a fragment from the packed inode's. */
  readonly source: number;
  /** Bytes of the cluster. */
  readonly sourceLength: number;
  readonly encoding: Encoding;
  /** The cluster inflates to more, which belongs to other files (feature dedupe). */
  readonly isPartial: boolean;
  /** The cluster follows the index and is no block (feature ztailpacking). */
  readonly isInline: boolean;
}
