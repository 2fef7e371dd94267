import { createHash } from 'node:crypto';
import type { SourceDescription } from '../block-source.ts';
import { openSource } from './open-source.ts';
import { toOutcome, type WorkerOutcome } from './worker-outcome.ts';

const CHUNK = 256 * 1024;

/** SHA-256 of a whole source, hexadecimal. `progress[0]` counts the KiB done. */
export default function digest(input: { source: SourceDescription; progress: Int32Array }): WorkerOutcome<string> {
  return toOutcome(() => {
    const source = openSource(input.source);
    try {
      const hash = createHash('sha256');
      const chunk = new Uint8Array(CHUNK);
      for (let offset = 0; offset < source.length; offset += CHUNK) {
        const part = chunk.subarray(0, Math.min(CHUNK, source.length - offset));
        source.readInto(part, offset);
        hash.update(part);
        Atomics.add(input.progress, 0, CHUNK / 1024);
      }
      return hash.digest('hex');
    } finally {
      source.close();
    }
  });
}
