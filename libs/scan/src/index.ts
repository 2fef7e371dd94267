export { type CollectOptions, collectFacts } from './collect-facts.ts';
export { nist800190 } from './cross-view/nist-800-190.ts';
export { stockWaivers } from './cross-view/stock-waivers.ts';
export { factOrigins } from './fact-origins.ts';
export { ImageError } from './image-error.ts';
export { listPartitions, type PartitionList } from './list-partitions.ts';
export type { ByteCounters, Counter, Progress, ProgressEvent, Stage } from './progress.ts';
export type { Reader } from './readers/reader.ts';
export { type ReaderComparison, verifyReaders } from './readers/verify-readers.ts';
