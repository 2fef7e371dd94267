import type { RowPlan } from './bench-row.ts';
import type { Contender } from './measure.ts';
import type { Term } from './term.ts';
import type { Workbench } from './workbench.ts';

/** Rows that are measured together: their contenders run in turn. */
export interface Suite {
  /** What `--only` picks. */
  readonly name: string;
  readonly title: string;
  /** Rounds at most, where one takes long. */
  readonly mostRounds?: number;
  readonly withoutWarmUp?: true;
  /** Some of its rows are held by CI. */
  readonly isChecked?: true;
  /** For `check` it may leave out what only rows that CI does not hold need. */
  readonly plan: (workbench: Workbench, purpose: Purpose) => Promise<SuitePlan>;
}

export type Purpose = 'report' | 'check';

export interface SuitePlan {
  readonly contenders: readonly Contender[];
  readonly rows: readonly RowPlan[];
  readonly growth?: readonly GrowthPlan[];
  /** What cannot be measured here, and why. */
  readonly skipped?: readonly { readonly what: string; readonly reason: string }[];
}

/** How cost grows with one number. */
export interface GrowthPlan {
  readonly name: string;
  readonly title: string;
  readonly unit: 'GiB' | '1 000 files';
  readonly points: readonly GrowthPointPlan[];
}

export interface GrowthPointPlan {
  /** In the unit of the plan. */
  readonly x: number;
  readonly warm: Term;
  readonly cold: Term;
  readonly peak: Term;
}
