import type { SourceDescription } from '../block-source.ts';
import { verifyLz4Content } from '../compressed/verify-lz4-content.ts';
import { openSource } from './open-source.ts';
import { toOutcome, type WorkerOutcome } from './worker-outcome.ts';

/** `verifyLz4Content` in a thread of its own. `progress[0]` counts the KiB inflated. */
export default function verifyContent(input: { file: SourceDescription; progress: Int32Array }): WorkerOutcome<number> {
  return toOutcome(() => {
    const file = openSource(input.file);
    try {
      return verifyLz4Content(file, (length) => Atomics.add(input.progress, 0, Math.ceil(length / 1024)));
    } finally {
      file.close();
    }
  });
}
