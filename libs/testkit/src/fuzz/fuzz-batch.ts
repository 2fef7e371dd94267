import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { ExecutionGuard } from './execution-guard.ts';
import { type Random, seededRandom } from './random.ts';

/** A part of a target's executions, after which others get the thread. */
export interface BatchPlan {
  readonly seed: number;
  readonly executions: number;
  readonly ms: number;
  /** Only this execution. */
  readonly path?: string;
}

/** Runs executions until `executions` or `ms` are reached, at least one, and returns their number. Throws a FuzzFailure. */
export type FuzzBatch = (guard: ExecutionGuard, plan: BatchPlan) => number | Promise<number>;

/** What an execution leaves to be done later, as streams of node:zlib that failed leave their memory, is done after so many. */
const TURN = 64;

/** An execution failed: `seed` and `path` find its input again. */
export class FuzzFailure extends Error {
  readonly seed: number;
  readonly path: string;

  constructor(seed: number, path: string, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'FuzzFailure';
    this.seed = seed;
    this.path = path;
  }
}

/** `check` gets random numbers that are its own, and its count, from 0, to take turns by. It may return a promise. */
export function loopBatch(check: (random: Random, count: number) => unknown): FuzzBatch {
  return async (guard, { seed, executions, ms, path }) => {
    const first = path === undefined ? 0 : Number(path);
    const end = performance.now() + ms;
    let count = first;
    do {
      if (count % TURN === 0) await setImmediate();
      const at = count++;
      try {
        await guard.runAsync(() => check(seededRandom(seed + at), at));
      } catch (error) {
        throw new FuzzFailure(seed, String(at), `execution ${at}: ${messageOf(error)}`, error);
      }
    } while (path === undefined && count < executions && performance.now() < end);
    return count - first;
  };
}

export function propertyBatch<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => unknown): FuzzBatch {
  return (guard, plan) => {
    const property = fc.property(arbitrary, (value) => guard.run(() => check(value)));
    return executionsOf(fc.check(property, parameters(plan)));
  };
}

export function asyncPropertyBatch<T>(arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<unknown>): FuzzBatch {
  return async (guard, plan) => {
    const property = fc.asyncProperty(arbitrary, (value) => guard.runAsync(() => check(value)));
    return executionsOf(await fc.check(property, parameters(plan)));
  };
}

function parameters({ seed, executions, ms, path }: BatchPlan) {
  return { seed, numRuns: executions, interruptAfterTimeLimit: ms, ...(path === undefined ? {} : { path }) };
}

function executionsOf<T>(details: fc.RunDetails<T>): number {
  if (details.counterexample !== null || (details.failed && !details.interrupted)) {
    throw new FuzzFailure(
      details.seed,
      details.counterexamplePath ?? '',
      `${fc.defaultReportMessage(details)}\n${messageOf(details.errorInstance)}`,
      details.errorInstance,
    );
  }
  return details.numRuns;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
