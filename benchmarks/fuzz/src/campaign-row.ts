import { ENOUGH_EXECUTIONS, type RecordedTarget } from '@staticfire/testkit/fuzz';

export interface Covered {
  readonly covered: number;
  readonly total: number;
}

export interface Coverage {
  readonly lines: Covered;
  readonly branches: Covered;
}

export interface CampaignTarget {
  readonly target: string;
  readonly executions: number;
  readonly seconds: number;
}

/** What the last campaign of one decoder came to. */
export interface CampaignRow {
  readonly decoder: string;
  readonly suite: string;
  readonly seeds: readonly string[];
  readonly targets: readonly CampaignTarget[];
  readonly executions: number;
  /** Of processor time. */
  readonly seconds: number;
  /** Of the decoder's own sources, by a shorter run of the same targets. */
  readonly coverage: Coverage;
  readonly peakMib: number;
  /** Failures, one text each. */
  readonly open: readonly string[];
  readonly seed: number;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
  readonly commit: string;
}

/** Where and when a campaign ran. */
export interface CampaignRun {
  readonly seed: number;
  readonly date: string;
  readonly commit: string;
}

export const ENOUGH_SECONDS = 20 * 60;

/** The row of the decoder whose `lines` were recorded, at least one. */
export function campaignRow(lines: readonly RecordedTarget[], coverage: Coverage, otherFailures: readonly string[], run: CampaignRun): CampaignRow {
  const [first] = lines;
  if (first === undefined) throw new Error('no target was recorded');
  const sum = (of: (line: RecordedTarget) => number) => lines.reduce((total, line) => total + of(line), 0);
  return {
    decoder: first.decoder,
    suite: first.suite,
    seeds: first.seeds,
    targets: lines.map(({ target, executions, seconds }) => ({ target, executions, seconds })),
    executions: sum(({ executions }) => executions),
    seconds: Math.round(sum(({ seconds }) => seconds) * 10) / 10,
    coverage,
    peakMib: Math.max(...lines.map(({ peakMib }) => peakMib)),
    open: [...lines.flatMap(({ target, failure }) => (failure === undefined ? [] : [`${target}: ${failure}`])), ...otherFailures],
    ...run,
  };
}

/** A million executions, or twenty minutes. */
export function isEnough({ executions, seconds }: CampaignRow): boolean {
  return executions >= ENOUGH_EXECUTIONS || seconds >= ENOUGH_SECONDS;
}
