import { platform, setPriority } from 'node:os';
import type { SourceDescription } from '../../block-source/index.ts';
import { openSource, toOutcome, type WorkerOutcome } from '../../block-source/node/index.ts';
import { hashLeafRanges } from './hash-leaf-ranges.ts';
import type { LeafRange, LeafRangeResult } from './leaf-range.ts';
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

/** `hashLeafRanges`, in a thread of its own. */
export default function hashLeafRangesTask({ parameters, ranges, progress, ...task }: LeafRangesTask): WorkerOutcome<readonly LeafRangeResult[]> {
  return toOutcome(() => {
    const data = openSource(task.data);
    const tree = openSource(task.tree);
    try {
      return hashLeafRanges(data, tree, parameters, ranges, (length) => Atomics.add(progress, 0, length / 1024));
    } finally {
      data.close();
      tree.close();
    }
  });
}
