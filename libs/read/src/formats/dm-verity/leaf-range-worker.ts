import type { SourceDescription } from '../../block-source/index.ts';
import { openSource, toOutcome, type WorkerOutcome } from '../../block-source/node/index.ts';
import { hashLeafRange, type LeafRangeResult } from './leaf-range.ts';
import type { VerityParameters } from './verity-parameters.ts';

export interface LeafRangeTask {
  readonly data: SourceDescription;
  readonly tree: SourceDescription;
  readonly parameters: VerityParameters;
  readonly firstLeaf: number;
  readonly count: number;
  /** `progress[0]` counts the KiB of data done. */
  readonly progress: Int32Array;
}

/** `hashLeafRange` in a thread of its own. */
export default function hashLeafRangeTask(task: LeafRangeTask): WorkerOutcome<LeafRangeResult> {
  return toOutcome(() => {
    const data = openSource(task.data);
    const tree = openSource(task.tree);
    try {
      const result = hashLeafRange(data, tree, task.parameters, task.firstLeaf, task.count);
      const leafLength = (task.parameters.hashBlockSize / (result.digests.length / task.count)) * task.parameters.dataBlockSize;
      Atomics.add(task.progress, 0, (task.count * leafLength) / 1024);
      return result;
    } finally {
      data.close();
      tree.close();
    }
  });
}
