import type { SourceDescription } from '../block-source.ts';
import { findDifference } from '../find-difference.ts';
import { openSource } from './open-source.ts';
import { toOutcome, type WorkerOutcome } from './worker-outcome.ts';

/** `findDifference` in a thread of its own. */
export default function compare(input: { one: SourceDescription; other: SourceDescription }): WorkerOutcome<number | undefined> {
  return toOutcome(() => {
    const one = openSource(input.one);
    try {
      const other = openSource(input.other);
      try {
        return findDifference(one, other);
      } finally {
        other.close();
      }
    } finally {
      one.close();
    }
  });
}
