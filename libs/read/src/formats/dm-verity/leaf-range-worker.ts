import { platform, setPriority } from 'node:os';
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

/**
 * Linux counts niceness by thread. The digest of the whole file is one long thread and takes longest: where processors are
 * few it and the main thread go first, and the ranges fill what they leave.
 */
const NICENESS = 5;
if (platform() === 'linux') yieldToOthers();

function yieldToOthers(): void {
  try {
    setPriority(NICENESS);
  } catch {
    // A sandbox may forbid it; then all threads are equal.
  }
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
