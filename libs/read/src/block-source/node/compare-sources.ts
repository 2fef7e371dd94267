import type { BlockSource } from '../block-source.ts';
import { type WorkerPool, workerModule } from './worker-pool.ts';

/** `findDifference` in a worker. */
export function compareSources(pool: WorkerPool, one: BlockSource, other: BlockSource): Promise<number | undefined> {
  return pool.run(workerModule('compare-worker', import.meta.url), { one: one.describe(), other: other.describe() });
}
