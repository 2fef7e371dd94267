export { factCatalogue, factOrigins } from './catalogue.ts';
export { type CollectOptions, collectFacts } from './collect-facts.ts';
export { type EvaluateOptions, evaluateFacts } from './evaluate-facts.ts';
export { ImageError } from './image-error.ts';
export { listPartitions, type PartitionList } from './list-partitions.ts';
export { loadPolicies, type Pointer, type Policies, type PolicyDocuments, readPointers } from './load-policies.ts';
export type { ByteCounters, Counter, Progress, ProgressEvent, Stage } from './progress.ts';
export { parseFacts } from './validate-facts.ts';
