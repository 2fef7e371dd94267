export { compareSources } from './compare-sources.ts';
export { digestSource } from './digest-source.ts';
export { type FileIdentity, openFileSource, readFileIdentity } from './file/index.ts';
export { type DiskFile, openDiskSource } from './open-disk-source.ts';
export { openSource } from './open-source.ts';
export { verifyContent } from './verify-content.ts';
export { toOutcome, type WorkerOutcome } from './worker-outcome.ts';
export { openWorkerPool, type WorkerPool, workerModule } from './worker-pool.ts';
