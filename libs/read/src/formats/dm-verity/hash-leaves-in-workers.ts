import { type BlockSource, goesForward, hasLargeWindow } from '../../block-source/index.ts';
import { type WorkerPool, workerModule } from '../../block-source/node/index.ts';
import { hashLeafRanges } from './hash-leaf-ranges.ts';
import type { LeafRange, LeafRangeResult } from './leaf-range.ts';
import type { HashLeaves } from './verify-tree.ts';
import type { VerityParameters } from './verity-parameters.ts';

/**
 * Spreads `verifyTree`'s work over the pool; of a disk that goes forward only, one thread gets all ranges: in each other one decoders would wait, and
 * inflate again what lies between its ranges. Where a decoder takes much memory the calling thread hashes, with the one that it has. `progress[0]` (shared memory) counts the
 * KiB of data done.
 */
export function hashLeavesInWorkers(pool: WorkerPool, data: BlockSource, tree: BlockSource, parameters: VerityParameters, progress: Int32Array): HashLeaves {
  const module = workerModule('leaf-ranges-worker', import.meta.url);
  const devices = { data: data.describe(), tree: tree.describe() };
  if (hasLargeWindow(devices.data))
    return async (ranges) => hashLeafRanges(data, tree, parameters, ranges, (length) => Atomics.add(progress, 0, length / 1024));
  const hash = (ranges: readonly LeafRange[]) => pool.run<readonly LeafRangeResult[]>(module, { ...devices, parameters, ranges, progress });
  if (goesForward(devices.data)) return hash;
  return async (ranges) => (await Promise.all(ranges.map((range) => hash([range])))).flat();
}
