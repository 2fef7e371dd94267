/** In the place of a position: the cluster is all zeros, */
export const ZERO_CLUSTER = -1;
/** or compressed: `inflate` gives it. */
export const COMPRESSED_CLUSTER = -2;

/** How a virtual disk lies in its file: clusters of one size, each of them zero, as it is, or compressed. */
export interface ClusterMap {
  /** Of the disk. The last cluster may reach beyond it. */
  readonly length: number;
  readonly clusterSize: number;
  /** Clusters that one table of the second level tells of. */
  readonly tableEntries: number;
  /** False when all clusters of a table are zero, without a table. */
  hasTable(index: number): boolean;
  /** Where a cluster begins in the file, or one of the two above. What of it lies behind the end of the file is zero. */
  locate(cluster: number): number;
  /** Where a compressed cluster begins in the file. */
  locateCompressed(cluster: number): number;
  /** Fills `target`, a cluster long, with a compressed cluster; what lies behind the disk's end may be left as it was. */
  inflate(cluster: number, target: Uint8Array): void;
  /** Lets go of memory. */
  close(): void;
}
