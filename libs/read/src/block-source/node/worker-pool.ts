import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { isImageUrl } from '../url/image-url.ts';
import { fromOutcome, type WorkerOutcome } from './worker-outcome.ts';

/** More would cost about 25 MiB each and outrun most disks. */
const MAX_THREADS = 4;
const THREADS = Math.min(MAX_THREADS, Math.max(2, availableParallelism()));
/** A hashing thread keeps digests and one buffer; a small young generation keeps its memory small. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 128 };

/** Milliseconds. What a thread keeps is given back once there is nothing to hash. */
const IDLE_TIMEOUT = 500;

/** Threads that hash while the main thread reads files. Their modules export one function that returns a WorkerOutcome. */
export interface WorkerPool {
  /** Runs `module` (a URL made by `workerModule`) on `input`; throws the worker's ReadError. */
  run<T>(module: URL, input: unknown): Promise<T>;
  close(): Promise<void>;
}

/**
 * For the image at `location`, a path or a URL. A thread starts when there is something to do for it, beside whatever the caller does next. What comes over a network
 * is read by one: others would wait for the same server, with memory of their own.
 */
export function openWorkerPool(location = ''): WorkerPool {
  const pool = new Piscina({
    minThreads: 0,
    maxThreads: isImageUrl(location) ? 1 : THREADS,
    idleTimeout: IDLE_TIMEOUT,
    recordTiming: false,
    resourceLimits: RESOURCE_LIMITS,
  });
  return {
    run: async <T>(module: URL, input: unknown) => fromOutcome((await pool.run(input, { filename: module.href })) as WorkerOutcome<T>),
    close: () => pool.destroy(),
  };
}

/** The worker module `name` beside the module `importer`: source beside source, bundle beside bundle. */
export function workerModule(name: string, importer: string): URL {
  return new URL(`./${name}.${importer.endsWith('.ts') ? 'ts' : 'js'}`, importer);
}
