import { type BlockSource, goesForward } from '../../block-source/index.ts';
import { type WorkerPool, workerModule } from '../../block-source/node/index.ts';
import type { HashLeaves } from './verify-tree.ts';
import type { VerityParameters } from './verity-parameters.ts';

/** Spreads `verifyTree`'s work over the pool; where the disk goes forward only, one range after another. `progress[0]` (shared memory) counts the KiB of data done. */
export function hashLeavesInWorkers(pool: WorkerPool, data: BlockSource, tree: BlockSource, parameters: VerityParameters, progress: Int32Array): HashLeaves {
  const module = workerModule('leaf-range-worker', import.meta.url);
  const devices = { data: data.describe(), tree: tree.describe() };
  const hash: HashLeaves = (firstLeaf, count) => pool.run(module, { ...devices, parameters, firstLeaf, count, progress });
  return goesForward(devices.data) ? oneAfterAnother(hash) : hash;
}

function oneAfterAnother(hash: HashLeaves): HashLeaves {
  let last: Promise<unknown> = Promise.resolve();
  return (firstLeaf, count) => {
    const next = last.then(() => hash(firstLeaf, count));
    last = next;
    return next;
  };
}
