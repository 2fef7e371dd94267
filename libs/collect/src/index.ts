export { collectedReads } from './collected-reads.ts';
export { describePartitions } from './disk-partitions/collect-disk-partitions.ts';
export type { DiskPartitions } from './disk-partitions/disk-partitions.schema.ts';
export type { ArtifactKind } from './evidence/artifact-kinds.ts';
export type { LeafHasherFactory } from './evidence/bank-evidence.ts';
export type { BuildArtifact, BuildArtifacts } from './evidence/build-artifacts.ts';
export { type CollectOptions, collect } from './runner/collect.ts';
export { collectNamed } from './runner/collect-named.ts';
