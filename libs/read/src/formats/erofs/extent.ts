/** How the bytes of an extent are stored. `interlaced`: as they are, rotated so that they keep their place inside a block. */
export type Encoding = 'lz4' | 'plain' | 'interlaced';

/** A stretch of a compressed file that one physical cluster holds. Its identity is the key under which its inflated bytes are kept. */
export interface Extent {
  /** Bytes from the file's start. */
  readonly start: number;
  /** Bytes of the file. */
  readonly length: number;
  /** Bytes from the filesystem's start. */
  readonly source: number;
  /** Bytes of the cluster. */
  readonly sourceLength: number;
  readonly encoding: Encoding;
}
