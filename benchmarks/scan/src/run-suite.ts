import { type BenchRow, isFailed, needsOf, type RowPlan, rowOf } from './bench-row.ts';
import { type Contender, measureInTurn, type Rounds } from './measure.ts';
import type { GrowthPlan, Suite, SuitePlan } from './suite.ts';
import { type Figure, figureOf, type Measurements } from './term.ts';
import type { Workbench } from './workbench.ts';

export interface SuiteResult {
  readonly name: string;
  readonly title: string;
  readonly rounds: Rounds;
  readonly rows: readonly BenchRow[];
  readonly growth: readonly Growth[];
  readonly skipped: NonNullable<SuitePlan['skipped']>;
  readonly measurements: Measurements;
}

export interface Growth extends Omit<GrowthPlan, 'points'> {
  readonly points: readonly GrowthPoint[];
}

export interface GrowthPoint {
  readonly x: number;
  readonly warm: Figure;
  readonly cold: Figure;
  readonly peak: Figure;
}

/** Everything of a suite. */
export async function runSuite(suite: Suite, workbench: Workbench, asked: number): Promise<SuiteResult> {
  const { contenders, rows, growth = [], skipped = [] } = await suite.plan(workbench, 'report');
  const rounds = { counted: Math.min(asked, suite.mostRounds ?? asked), warmUp: suite.withoutWarmUp ? 0 : 1 };
  const measurements = await measureInTurn(contenders, rounds);
  const measured = { rows: rows.map((row) => rowOf(row, measurements)), growth: growth.map((plan) => growthOf(plan, measurements)) };
  return { name: suite.name, title: suite.title, rounds, ...measured, skipped, measurements };
}

/** The rows of a suite that CI holds; those that miss their bound are measured once more. */
export async function checkSuite(suite: Suite, workbench: Workbench, counted: number): Promise<SuiteResult> {
  const { contenders, rows } = await suite.plan(workbench, 'check');
  const rounds = { counted, warmUp: 1 };
  const held = rows.filter(({ check }) => check);
  const first = await measureRows(held, contenders, rounds);
  const missed = held.filter((_, index) => isFailed(first.rows[index]!));
  const again = missed.length === 0 ? undefined : await measureRows(missed, contenders, rounds);
  const measured = first.rows.map((row, index) => again?.rows[missed.indexOf(held[index]!)] ?? row);
  return { name: suite.name, title: suite.title, rounds, rows: measured, growth: [], skipped: [], measurements: first.measurements };
}

async function measureRows(rows: readonly RowPlan[], contenders: readonly Contender[], rounds: Rounds) {
  const needs = needsOf(rows);
  const measurements = await measureInTurn(
    contenders.filter(({ name }) => needs.has(name)),
    rounds,
  );
  return { rows: rows.map((row) => rowOf(row, measurements)), measurements };
}

function growthOf({ points, ...plan }: GrowthPlan, measurements: Measurements): Growth {
  const figures = points.map(({ x, warm, cold, peak }) => ({
    ...{ x, warm: figureOf(warm, measurements), cold: figureOf(cold, measurements), peak: figureOf(peak, measurements) },
  }));
  return { ...plan, points: figures };
}
