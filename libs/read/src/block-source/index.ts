export { type BlockSource, checkRange, readBytes, type SourceDescription } from './block-source.ts';
export { memorySource } from './memory-source.ts';
export { sliceSource } from './slice-source.ts';
