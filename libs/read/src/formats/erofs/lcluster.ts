/**
 * One entry of a compressed file's index: what begins in this logical cluster, if anything does.
 * Z_EROFS_LCLUSTER_TYPE_* and struct z_erofs_lcluster_index: https://docs.kernel.org/filesystems/erofs.html
 */
export type Lcluster = HeadLcluster | NonHeadLcluster;

/** A physical cluster begins to be decoded here. */
export interface HeadLcluster {
  /** `head2` clusters have an algorithm of their own (feature compr_head2). */
  readonly kind: 'head' | 'head2' | 'plain';
  /** Bytes from the logical cluster's start. */
  readonly clusterOffset: number;
  /** Block where the physical cluster is stored. */
  readonly block: number;
  /** The physical cluster inflates to more than belongs to the file. */
  readonly isPartial: boolean;
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
/** Kinds of heads by type: Z_EROFS_LCLUSTER_TYPE_PLAIN, HEAD1, HEAD2. */
export const HEAD_KINDS: Readonly<Record<number, HeadLcluster['kind']>> = { 0: 'plain', 1: 'head', 3: 'head2' };
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
