import type { BlockSource } from '../block-source.ts';
import { type WorkerPool, workerModule } from './worker-pool.ts';

/** SHA-256 of a whole source in a worker, hexadecimal. `progress[0]` (shared memory) counts the KiB done. */
export function digestSource(pool: WorkerPool, source: BlockSource, progress: Int32Array): Promise<string> {
  return pool.run(workerModule('digest-worker', import.meta.url), { source: source.describe(), progress });
}
