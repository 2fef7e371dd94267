import { FormatError } from '@staticfire/read/bytes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExecutionGuard } from './execution-guard.ts';
import { asyncPropertyBatch, type BatchPlan, type FuzzBatch, FuzzFailure, loopBatch, propertyBatch } from './fuzz-batch.ts';

const plan: BatchPlan = { seed: 5, executions: 300, ms: 60_000 };
const refuse = () => {
  throw new FormatError({ structure: 'x' });
};
const failAbove = (value: number) => {
  if (value > 0.9) throw new Error(`${value} is too much`);
};

const kinds: readonly (readonly [string, (check: (value: number) => unknown) => FuzzBatch])[] = [
  ['loop', (check) => loopBatch((random) => check(random()))],
  ['property', (check) => propertyBatch(fc.double({ min: 0, max: 1, noNaN: true }), check)],
  ['asynchronous property', (check) => asyncPropertyBatch(fc.double({ min: 0, max: 1, noNaN: true }), async (value) => check(value))],
];

async function failureOf(batch: FuzzBatch, how: BatchPlan): Promise<FuzzFailure> {
  try {
    await batch(new ExecutionGuard(1000), how);
  } catch (error) {
    expect(error).toBeInstanceOf(FuzzFailure);
    return error as FuzzFailure;
  }
  throw new Error('it did not fail');
}

it('a loop lets what an execution leaves for later be done', async () => {
  let [left, most] = [0, 0];
  const batch = loopBatch(() => {
    most = Math.max(most, ++left);
    process.nextTick(() => left--);
  });
  await batch(new ExecutionGuard(1000), { ...plan, executions: 1000 });
  expect(most).toBeLessThanOrEqual(64);
});

describe.each(kinds)('a batch of a %s', (_, batchOf) => {
  it('counts its executions and what they came to', async () => {
    const guard = new ExecutionGuard(1000);
    expect(await batchOf((value) => (value < 0.5 ? 'low' : refuse()))(guard, plan)).toBe(300);
    expect([...guard.outcomes.keys()].sort()).toEqual(['low', 'refused']);
    expect([...guard.outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(300);
  });

  it('ends when its time is over', async () => {
    expect(await batchOf(() => undefined)(new ExecutionGuard(1000), { ...plan, executions: 1_000_000_000, ms: 20 })).toBeLessThan(1_000_000_000);
  });

  it('fails with a seed and a path that find the input again', async () => {
    const batch = batchOf(failAbove);
    const first = await failureOf(batch, plan);
    expect(first.message).toContain('too much');
    const again = await failureOf(batch, { ...plan, seed: first.seed, path: first.path, executions: 1 });
    expect(String(again.cause)).toBe(String(first.cause));
  });

  it('fails for what takes too long by processor time', async () => {
    const busy = () => {
      const start = process.cpuUsage();
      while (process.cpuUsage(start).user + process.cpuUsage(start).system < 30_000);
    };
    await expect(async () => batchOf(busy)(new ExecutionGuard(10), { ...plan, executions: 1 })).rejects.toThrow(FuzzFailure);
  });
});
