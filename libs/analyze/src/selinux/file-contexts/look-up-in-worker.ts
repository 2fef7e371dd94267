import { Worker } from 'node:worker_threads';
import type { LookupEnding } from './ended-error.ts';
import type { LookupReply, LookupTask } from './lookup-task.ts';

export interface LookupLimits {
  /** Milliseconds that one expression may take on one path; seen after at most twice that time. */
  readonly match: number;
  /** Milliseconds that all lookups may take, start included. */
  readonly all: number;
  /** MiB of the worker's heap. */
  readonly memory: number;
}

const MODULE = new URL(`./label-lookup-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);
const NOT_STARTED = -1;

/** Every lookup in a worker of its own, which is ended when it takes too long or too much memory. */
export async function lookUpInWorker(task: Omit<LookupTask, 'progress'>, limits: LookupLimits): Promise<Int32Array | LookupEnding> {
  const progress = new Int32Array(new SharedArrayBuffer(8)).fill(NOT_STARTED);
  const data: LookupTask = { ...task, progress };
  const resourceLimits = { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
  const worker = new Worker(MODULE, { workerData: data, resourceLimits, env: {}, stdin: false });
  try {
    return await new Promise((resolve, reject) => {
      const end = (reason: string) => resolve({ reason, spec: progress[1] === NOT_STARTED ? undefined : progress[1] });
      watch(worker, progress, limits, end);
      worker.on('message', (reply: LookupReply) => ('found' in reply ? resolve(reply.found) : end(reply.failed)));
      worker.on('error', (error: Error & { code?: string }) => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? end('it took too much memory') : reject(error)));
    });
  } finally {
    await worker.terminate();
  }
}

/** Calls `end` once the worker is at the same spec of the same lookup twice in a row, or the time for all is over. */
function watch(worker: Worker, progress: Int32Array, limits: LookupLimits, end: (reason: string) => void): void {
  let seen = `${NOT_STARTED}`;
  const each = setInterval(() => {
    const [lookup, spec] = progress;
    const now = `${lookup} ${spec}`;
    if (lookup !== NOT_STARTED && now === seen) end(`it was ended after ${limits.match / 1000} seconds on one path`);
    seen = now;
  }, limits.match);
  const all = setTimeout(() => end(`the lookups were ended after ${limits.all / 1000} seconds`), limits.all);
  worker.on('exit', () => {
    clearInterval(each);
    clearTimeout(all);
  });
}
