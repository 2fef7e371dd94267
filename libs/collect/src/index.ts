export { collectedFacts } from './collectors.ts';
export type { LeafHasherFactory } from './evidence/bank-evidence.ts';
export { collect, type CollectOptions } from './runner/collect.ts';
