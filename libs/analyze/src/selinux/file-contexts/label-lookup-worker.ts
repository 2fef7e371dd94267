// Looks up the paths of a table whose expressions may take for ever, or all memory: that ends this thread and not the scan.
import { parentPort, workerData } from 'node:worker_threads';
import { FileContextMatcher, type MatchGate } from './file-context-matcher.ts';
import type { LookupReply, LookupTask } from './lookup-task.ts';

const { specs, lookups, progress } = workerData as LookupTask;

const gate: MatchGate = (spec) => {
  Atomics.store(progress, 1, spec);
  return true;
};

function lookUpAll(): LookupReply {
  const matcher = new FileContextMatcher(specs);
  const found = new Int32Array(lookups.length);
  try {
    for (const [at, { key, type }] of lookups.entries()) {
      Atomics.store(progress, 0, at);
      found[at] = matcher.find(key, type, gate)!;
    }
    return { found };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

parentPort!.postMessage(lookUpAll());
