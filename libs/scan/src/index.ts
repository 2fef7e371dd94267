export { type CollectOptions, collectFacts } from './collect-facts.ts';
export { factOrigins } from './fact-origins.ts';
export { ImageError } from './image-error.ts';
export { listPartitions, type PartitionList } from './list-partitions.ts';
export type { ByteCounters, Counter, Progress, ProgressEvent, Stage } from './progress.ts';
