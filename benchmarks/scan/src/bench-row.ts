import { type Figure, figureOf, type Measurements, type Term } from './term.ts';

export type Unit = 's' | 'ms' | 'MB' | '×';

/** How a figure came to be. */
export type How = 'process' | 'in process' | 'stage' | 'difference';

/** A row before anything is measured. */
export interface RowPlan {
  readonly what: string;
  readonly how: How;
  readonly unit: Unit;
  readonly ours: Term;
  /** What `theirs` is: a program, or a bound in the row's unit. */
  readonly peer?: string;
  readonly theirs?: Term;
  /** `ours` must be at most `bound` times `theirs`; a row without it only informs. */
  readonly bound?: number;
  /** A ratio with at least a quarter of headroom to its bound: CI holds it. */
  readonly check?: true;
}

export interface BenchRow extends Omit<RowPlan, 'ours' | 'theirs'> {
  readonly ours: Figure;
  readonly theirs?: Figure;
}

export type Verdict = 'reached' | 'missed' | 'informative';

export function rowOf({ ours, theirs, ...plan }: RowPlan, measurements: Measurements): BenchRow {
  return { ...plan, ours: figureOf(ours, measurements), ...(theirs === undefined ? {} : { theirs: figureOf(theirs, measurements) }) };
}

/** Undefined without a peer. */
export function ratioOf({ ours, theirs }: BenchRow): number | undefined {
  return theirs === undefined ? undefined : ours.value / theirs.value;
}

export function verdictOf(row: BenchRow): Verdict {
  const ratio = ratioOf(row);
  if (row.bound === undefined || ratio === undefined) return 'informative';
  return ratio <= row.bound ? 'reached' : 'missed';
}

/** What has to be measured for these rows. */
export function needsOf(rows: readonly RowPlan[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ ours, theirs }) => [...ours.needs, ...(theirs?.needs ?? [])]));
}
