import { describe, expect, it } from 'vitest';
import type { BatchPlan } from './fuzz-batch.ts';
import { FuzzBudget } from './fuzz-budget.ts';
import { seededRandom } from './random.ts';
import { runTarget } from './run-target.ts';

const PATIENT_MS = 60_000;

describe('the share of a target', () => {
  it('a target ends at its part of the executions, and what one leaves over the next one has', async () => {
    const budget = new FuzzBudget(2, PATIENT_MS);
    const half = (plan: BatchPlan) => plan.executions;
    expect((await runTarget(half, budget, seededRandom(1), 1)).executions).toBe(500_000);
    budget.spend(-100_000, 0);
    expect(budget.share().executions).toBe(600_000);
  });

  it('a target without time does what it has to', async () => {
    expect((await runTarget((plan) => Math.min(3, plan.executions), new FuzzBudget(1, 0), seededRandom(1), 5)).executions).toBe(6);
  });

  it('a target ends when its clock says so', async () => {
    let ms = 0;
    const count = (plan: BatchPlan) => {
      ms += 1000;
      return Math.min(10, plan.executions);
    };
    expect(await runTarget(count, new FuzzBudget(2, 20_000), seededRandom(1), 1, () => ms)).toEqual({ executions: 100, seconds: 10 });
  });

  it('batches have other seeds, the same for the same random numbers', async () => {
    const seeds = async () => {
      const seen: number[] = [];
      await runTarget(
        (plan) => {
          seen.push(plan.seed);
          return 1;
        },
        new FuzzBudget(1, 0),
        seededRandom(3),
        4,
      );
      return seen;
    };
    expect(new Set(await seeds()).size).toBe(4);
    expect(await seeds()).toEqual(await seeds());
  });
});
