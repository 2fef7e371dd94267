import { type Answer, commonAnswer } from './answer.ts';
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
  /** Programs whose answers have to be the same, so that their times are of the same work. */
  readonly sameAnswer?: readonly string[];
  /** A ratio with at least a quarter of headroom to its bound: CI holds it. */
  readonly check?: true;
}

export interface BenchRow extends Omit<RowPlan, 'ours' | 'theirs' | 'sameAnswer'> {
  readonly ours: Figure;
  readonly theirs?: Figure;
  /** Of all programs in all rounds. */
  readonly answer?: Answer | 'differs';
}

export type Verdict = 'reached' | 'missed' | 'informative' | 'differs';

export function rowOf({ ours, theirs, sameAnswer, ...plan }: RowPlan, measurements: Measurements): BenchRow {
  const answers = sameAnswer?.flatMap((name) => measurements.get(name)!.map(({ answer }) => answer));
  return {
    ...plan,
    ...(answers === undefined ? {} : { answer: commonAnswer(answers) ?? 'differs' }),
    ...{ ours: figureOf(ours, measurements), ...(theirs === undefined ? {} : { theirs: figureOf(theirs, measurements) }) },
  };
}

/** Undefined without a peer. */
export function ratioOf({ ours, theirs }: BenchRow): number | undefined {
  return theirs === undefined ? undefined : ours.value / theirs.value;
}

export function verdictOf(row: BenchRow): Verdict {
  if (row.answer === 'differs') return 'differs';
  const ratio = ratioOf(row);
  if (row.bound === undefined || ratio === undefined) return 'informative';
  return ratio <= row.bound ? 'reached' : 'missed';
}

export function isFailed(row: BenchRow): boolean {
  return ['missed', 'differs'].includes(verdictOf(row));
}

/** What has to be measured for these rows. */
export function needsOf(rows: readonly RowPlan[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ ours, theirs, sameAnswer = [] }) => [...ours.needs, ...(theirs?.needs ?? []), ...sameAnswer]));
}
