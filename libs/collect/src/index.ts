export { collectedFacts } from './collectors.ts';
export type { LeafHasherFactory } from './evidence/bank-evidence.ts';
export { collect, type CollectOptions } from './runner/collect.ts';
export { describePartitions } from './disk-partitions/collect-disk-partitions.ts';
export type { DiskPartitions } from './disk-partitions/disk-partitions.schema.ts';
