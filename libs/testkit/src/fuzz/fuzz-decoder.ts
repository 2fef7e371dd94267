import { appendFileSync } from 'node:fs';
import type fc from 'fast-check';
import { expect, it } from 'vitest';
import { campaignTargets } from './campaign-targets.ts';
import { ExecutionGuard } from './execution-guard.ts';
import { asyncPropertyBatch, type FuzzBatch, FuzzFailure, loopBatch, propertyBatch } from './fuzz-batch.ts';
import { FuzzBudget } from './fuzz-budget.ts';
import { type FuzzSettings, fuzzSettings, targetSeed } from './fuzz-settings.ts';
import { type FuzzedDecoder, fuzzedDecoder } from './fuzzed-decoders.ts';
import { type Random, seededRandom } from './random.ts';
import { processorClock, runTarget, type TargetRun, wallClock } from './run-target.ts';

export interface TargetOptions {
  /** What executions must have come to, at least once each: texts that the check returns, `refused` for a ReadError. */
  readonly outcomes?: readonly string[];
}

export interface FuzzOptions {
  /** No execution takes longer, in milliseconds. */
  readonly slowestMs?: number;
}

/** One line of a record. */
export interface RecordedTarget extends TargetRun {
  readonly decoder: string;
  readonly suite: string;
  readonly target: string;
  readonly seeds: readonly string[];
  readonly seed: number;
  /** Peak memory of the process up to then. */
  readonly peakMib: number;
  /** Why it failed. */
  readonly failure?: string;
}

const SLOWEST_MS = 2000;
/** No decoder takes more, with all that tests need themselves. */
const MOST_MIB = 1024;
/** Of targets that have to come to something, where the machine has no time for us. */
const EXECUTIONS_AT_LEAST = 100;
/** A campaign goes by processor time; other processes may make it long. */
const CAMPAIGN_MS = 12 * 3600 * 1000;
const settings = fuzzSettings(process.env);
/** Of the file that is running: test files do not share modules. */
const decoders: DecoderFuzz[] = [];

/**
 * The fuzz targets of `name`, a row of `fuzzedDecoders`; each is a test. `seeds` names the inputs that are changed, or what makes them.
 * The time of the suite is shared by the decoders of its file, and by their targets; a decoder ends after a million executions.
 */
export function fuzzDecoder(name: FuzzedDecoder['name'], seeds: readonly string[], options: FuzzOptions = {}): DecoderFuzz {
  const decoder = new DecoderFuzz(fuzzedDecoder(name), seeds, options.slowestMs ?? SLOWEST_MS, settings);
  decoders.push(decoder);
  return decoder;
}

export class DecoderFuzz {
  readonly #decoder: FuzzedDecoder;
  readonly #seeds: readonly string[];
  readonly #slowestMs: number;
  readonly #settings: FuzzSettings;
  readonly #targets: string[] = [];
  #budget: FuzzBudget | undefined;

  constructor(decoder: FuzzedDecoder, seeds: readonly string[], slowestMs: number, how: FuzzSettings) {
    this.#decoder = decoder;
    this.#seeds = seeds;
    this.#slowestMs = slowestMs;
    this.#settings = how;
    if (how.record === undefined) it(`${decoder.name}: every target was in the last campaign`, () => this.#expectCampaign());
  }

  /** `check` gets random numbers of its own and its count, to take turns by; a ReadError is as good as a value. It may return a promise. */
  loop(target: string, check: (random: Random, count: number) => unknown, options: TargetOptions = {}): void {
    this.#add(target, loopBatch(check), options);
  }

  property<T>(target: string, arbitrary: fc.Arbitrary<T>, check: (value: T) => unknown, options: TargetOptions = {}): void {
    this.#add(target, propertyBatch(arbitrary, check), options);
  }

  asyncProperty<T>(target: string, arbitrary: fc.Arbitrary<T>, check: (value: T) => Promise<unknown>, options: TargetOptions = {}): void {
    this.#add(target, asyncPropertyBatch(arbitrary, check), options);
  }

  #add(target: string, batch: FuzzBatch, options: TargetOptions): void {
    const { decoder } = this.#settings;
    const register = decoder === undefined || decoder === this.#decoder.name ? it : it.skip;
    this.#targets.push(target);
    const time = this.#settings.record === undefined ? {} : { timeout: CAMPAIGN_MS };
    register(`${this.#decoder.name}: ${target}`, time, () => this.#run(target, batch, options));
  }

  async #run(target: string, batch: FuzzBatch, { outcomes = [] }: TargetOptions): Promise<void> {
    const guard = new ExecutionGuard(this.#slowestMs);
    const seed = targetSeed(this.#settings, this.#decoder.name, target);
    if (this.#settings.path !== undefined) return void (await batch(guard, { seed, path: this.#settings.path, executions: 1, ms: 0 }));
    this.#budget ??= new FuzzBudget(this.#targets.length, this.#timeMs());
    const atLeast = outcomes.length > 0 ? EXECUTIONS_AT_LEAST : 1;
    try {
      const run = await runTarget(
        (plan) => batch(guard, plan),
        this.#budget,
        seededRandom(seed),
        atLeast,
        this.#settings.record === undefined ? wallClock : processorClock,
      );
      for (const outcome of outcomes) expect([...guard.outcomes.keys()], 'what executions came to').toContain(outcome);
      expect(peakMib(), 'peak memory in MiB').toBeLessThan(MOST_MIB);
      this.#record(target, run);
    } catch (error) {
      const failure = error instanceof FuzzFailure ? new Error(`${error.message}\n${this.#replay(target, error)}`, { cause: error.cause }) : error;
      this.#record(target, { executions: 0, seconds: 0 }, String(failure));
      throw failure;
    }
  }

  #timeMs(): number {
    const running = this.#settings.decoder === undefined ? decoders.length : 1;
    return (this.#settings.seconds * 1000) / running;
  }

  #record(target: string, run: TargetRun, failure?: string): void {
    const { record } = this.#settings;
    if (record === undefined) return;
    const { name, suite } = this.#decoder;
    const what = { decoder: name, suite, target, seeds: this.#seeds };
    const line: RecordedTarget = { ...what, ...run, seed: this.#settings.seed, peakMib: peakMib(), ...(failure === undefined ? {} : { failure }) };
    appendFileSync(record, `${JSON.stringify(line)}\n`);
  }

  #replay(target: string, { seed, path }: FuzzFailure): string {
    const { name, suite } = this.#decoder;
    return `Again: STATICFIRE_FUZZ_DECODER='${name}' STATICFIRE_FUZZ_SEED=${seed} STATICFIRE_FUZZ_PATH='${path}' npm run fuzz -- ${suite} -t '${name}: ${target}'`;
  }

  #expectCampaign(): void {
    const ran = campaignTargets(this.#decoder.name);
    if (ran !== undefined) expect(ran.toSorted(), `npm run fuzz:campaign -- --only '${this.#decoder.name}'`).toEqual(this.#targets.toSorted());
  }
}

function peakMib(): number {
  return Math.ceil(process.resourceUsage().maxRSS / 1024);
}
