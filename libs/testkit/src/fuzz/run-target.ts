import { setImmediate } from 'node:timers/promises';
import type { BatchPlan } from './fuzz-batch.ts';
import type { FuzzBudget } from './fuzz-budget.ts';
import type { Random } from './random.ts';

export interface TargetRun {
  readonly executions: number;
  /** Rounded up to tenths. */
  readonly seconds: number;
}

/** Between batches the test runner hears from its worker. */
const BATCH_EXECUTIONS = 10_000;
const BATCH_MS = 2000;

/** Runs batches until the target's share of the budget is spent and `atLeast` executions are done, each batch from a seed of its own. */
export async function runTarget(batch: (plan: BatchPlan) => number | Promise<number>, budget: FuzzBudget, random: Random, atLeast: number): Promise<TargetRun> {
  const share = budget.share();
  const start = performance.now();
  let executions = 0;
  let ms = 0;
  while (executions < atLeast || (executions < share.executions && ms < share.ms)) {
    const left = Math.max(atLeast, share.executions) - executions;
    const plan = { executions: Math.min(BATCH_EXECUTIONS, left), ms: Math.min(BATCH_MS, Math.max(1, share.ms - ms)) };
    executions += await batch({ seed: Math.floor(random() * 2 ** 32) | 0, ...plan });
    await setImmediate();
    ms = performance.now() - start;
  }
  budget.spend(executions, ms);
  return { executions, seconds: Math.ceil(ms / 100) / 10 };
}
