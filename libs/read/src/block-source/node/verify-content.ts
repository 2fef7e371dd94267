import type { BlockSource } from '../block-source.ts';
import { type WorkerPool, workerModule } from './worker-pool.ts';

/**
 * Verifies in a worker what reading a disk in place leaves unverified: the checksums of an LZ4 file's whole content, the blocks of an .xz
 * file and the frames of a zstd file that nobody reads. Throws a FormatError where one is wrong; false when nothing is left to verify. `progress[0]` (shared memory) counts the KiB inflated.
 */
export async function verifyContent(pool: WorkerPool, disk: BlockSource, progress: Int32Array): Promise<boolean> {
  const description = disk.describe();
  if (description.kind !== 'xz' && description.kind !== 'zstd' && (description.kind !== 'lz4' || description.index.contentChecksums === 0)) return false;
  const xz = description.kind === 'xz' ? description.index : undefined;
  const zstd = description.kind === 'zstd' ? description.index : undefined;
  await pool.run(workerModule('verify-content-worker', import.meta.url), { file: description.file, xz, zstd, progress });
  return true;
}
