import { platform, setPriority } from 'node:os';
import type { SourceDescription } from '../../block-source/index.ts';
import { openSource, toOutcome, type WorkerOutcome } from '../../block-source/node/index.ts';
import { hashLeafRange, type LeafRange, type LeafRangeResult } from './leaf-range.ts';
import type { VerityParameters } from './verity-parameters.ts';

export interface LeafRangesTask {
  readonly data: SourceDescription;
  readonly tree: SourceDescription;
  readonly parameters: VerityParameters;
  readonly ranges: readonly LeafRange[];
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

/** `hashLeafRange` of one range after another, in a thread of its own. */
export default function hashLeafRangesTask({ ranges, ...task }: LeafRangesTask): WorkerOutcome<readonly LeafRangeResult[]> {
  return toOutcome(() => {
    const data = openSource(task.data);
    const tree = openSource(task.tree);
    try {
      return ranges.map((range) => {
        const result = hashLeafRange(data, tree, task.parameters, range);
        const leafLength = (task.parameters.hashBlockSize / (result.digests.length / range.count)) * task.parameters.dataBlockSize;
        Atomics.add(task.progress, 0, (range.count * leafLength) / 1024);
        return result;
      });
    } finally {
      data.close();
      tree.close();
    }
  });
}
