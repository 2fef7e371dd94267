import type { BlockSource } from '../../block-source/index.ts';
import { type WorkerPool, workerModule } from '../../block-source/node/index.ts';
import type { HashLeaves } from './verify-tree.ts';
import type { VerityParameters } from './verity-parameters.ts';

/** Spreads `verifyTree`'s work over the pool. `progress[0]` (shared memory) counts the KiB of data done. */
export function hashLeavesInWorkers(pool: WorkerPool, data: BlockSource, tree: BlockSource, parameters: VerityParameters, progress: Int32Array): HashLeaves {
  const module = workerModule('leaf-range-worker', import.meta.url);
  const devices = { data: data.describe(), tree: tree.describe() };
  return (firstLeaf, count) => pool.run(module, { ...devices, parameters, firstLeaf, count, progress });
}
