/**
 * One entry of a compressed file's index: what begins in this logical cluster, if anything does.
 * Z_EROFS_LCLUSTER_TYPE_* and struct z_erofs_lcluster_index: https://docs.kernel.org/filesystems/erofs.html
 */
export type Lcluster = HeadLcluster | NonHeadLcluster;

/** A physical cluster begins to be decoded here. */
export interface HeadLcluster {
  readonly kind: 'head' | 'plain';
  /** Bytes from the logical cluster's start. */
  readonly clusterOffset: number;
  /** Block where the physical cluster is stored. */
  readonly block: number;
}

/** All of it belongs to the cluster that begins in an earlier one. */
interface NonHeadLcluster {
  readonly kind: 'nonhead';
  /** Logical clusters back to the head, or to a nonhead that is nearer to it. */
  readonly back: number;
  /** Only right behind the head: stored blocks of the physical cluster (CBLKCNT). */
  readonly storedBlocks?: number;
}

export const NONHEAD_TYPE = 2;
/** Set in delta[0] of a nonhead entry, whose other bits are then the number of stored blocks. */
export const STORED_BLOCKS_BIT = 0x800;

/** Entries of one file's index. */
export interface LclusterIndex {
  /** Where it ends, from the filesystem's start. */
  readonly end: number;
  /** `lcn` is below the number of logical clusters. */
  entry(lcn: number): Lcluster;
  /** Absolute image offset of the bytes that hold this entry, for error messages. */
  place(lcn: number): number;
}
