import { ReadError } from '@staticfire/read/bytes';

/** What an execution came to: what the check returned where that is text, and `refused` for a ReadError that it let out. */
export const REFUSED = 'refused';
const TRIES = 2;

/** Undefined for one of our three errors; any other exception gets out. */
export function survives<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return undefined;
  }
}

/** Runs executions: lets ReadErrors pass, holds each to its time, counts what they came to. */
export class ExecutionGuard {
  readonly outcomes = new Map<string, number>();
  readonly #slowestMs: number;

  constructor(slowestMs: number) {
    this.#slowestMs = slowestMs;
  }

  run(check: () => unknown): void {
    const start = performance.now();
    this.#count(outcomeOf(check));
    if (performance.now() - start > this.#slowestMs) this.#holdToTime(TRIES, () => outcomeOf(check));
  }

  async runAsync(check: () => unknown): Promise<void> {
    const start = performance.now();
    this.#count(await asyncOutcomeOf(check));
    if (performance.now() - start <= this.#slowestMs) return;
    const times: number[] = [];
    for (let count = 0; count < TRIES; count++) times.push(await asyncProcessorMs(() => asyncOutcomeOf(check)));
    this.#refuseSlow(times);
  }

  #count(outcome: unknown): void {
    if (typeof outcome === 'string') this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** Other processes may have had the processor: it is done again, by processor time. */
  #holdToTime(tries: number, work: () => unknown): void {
    this.#refuseSlow(Array.from({ length: tries }, () => processorMs(work)));
  }

  #refuseSlow(times: readonly number[]): void {
    const least = Math.min(...times);
    if (least > this.#slowestMs) throw new Error(`took ${Math.round(least)} ms of processor time, expected at most ${this.#slowestMs}`);
  }
}

function outcomeOf(check: () => unknown): unknown {
  try {
    return check();
  } catch (error) {
    return refusal(error);
  }
}

async function asyncOutcomeOf(check: () => unknown): Promise<unknown> {
  try {
    return await check();
  } catch (error) {
    return refusal(error);
  }
}

function refusal(error: unknown): string {
  if (error instanceof ReadError) return REFUSED;
  throw error;
}

function processorMs(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return elapsed(start);
}

async function asyncProcessorMs(work: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  return elapsed(start);
}

function elapsed(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
