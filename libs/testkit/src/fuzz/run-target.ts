import { setImmediate } from 'node:timers/promises';
import type { BatchPlan } from './fuzz-batch.ts';
import type { FuzzBudget } from './fuzz-budget.ts';
import type { Random } from './random.ts';

export interface TargetRun {
  readonly executions: number;
  /** By the clock, rounded up to tenths. */
  readonly seconds: number;
}

/** Between batches the test runner hears from its worker. */
const BATCH_EXECUTIONS = 10_000;
const BATCH_MS = 2000;

/** Milliseconds. */
export type Clock = () => number;

export const wallClock: Clock = () => performance.now();
/** Of this process, so that 20 minutes are 20 minutes also beside others. */
export const processorClock: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

type Batch = (plan: BatchPlan) => number | Promise<number>;

/** Runs batches until the target's share of the budget is spent, by the clock, and `atLeast` executions are done, each batch from a seed of its own. */
export async function runTarget(batch: Batch, budget: FuzzBudget, random: Random, atLeast = 1, clock = wallClock): Promise<TargetRun> {
  const share = budget.share();
  const start = clock();
  let executions = 0;
  let ms = 0;
  while (executions < atLeast || (executions < share.executions && ms < share.ms)) {
    const left = Math.max(atLeast, share.executions) - executions;
    const plan = { executions: Math.min(BATCH_EXECUTIONS, left), ms: Math.min(BATCH_MS, Math.max(1, share.ms - ms)) };
    executions += await batch({ seed: Math.floor(random() * 2 ** 32) | 0, ...plan });
    await setImmediate();
    ms = clock() - start;
  }
  budget.spend(executions, ms);
  return { executions, seconds: Math.ceil(ms / 100) / 10 };
}
