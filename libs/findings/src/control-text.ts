import type { Severity } from './verdict.ts';

/**
 * What rules give (pass, fail, unknown, not-applicable; partial: they hold, but leave a part open), what no rule decides
 * (runtime-only, manual, inherently-met), and what people say: attested is no pass of evidence, deselected no pass at all.
 */
export const controlStatuses = [
  'pass',
  'fail',
  'unknown',
  'not-applicable',
  'partial',
  'runtime-only',
  'manual',
  'inherently-met',
  'attested',
  'deselected',
] as const;
export type ControlStatus = (typeof controlStatuses)[number];

export type ControlCounts = Readonly<Record<ControlStatus, number>>;

/** Somebody's word for a control that evidence does not decide. Dates are `YYYY-MM-DD`, both inclusive. */
export interface AttestationText {
  readonly statement: string;
  readonly who: string;
  readonly when: string;
  readonly validUntil: string;
  /** Only a valid one counts. */
  readonly state: 'valid' | 'expired' | 'not-yet-valid';
}

/** A requirement of somebody else's and how it stands. */
export interface ControlText {
  readonly packId: string;
  /** As its source numbers it. */
  readonly id: string;
  readonly title: string;
  readonly level?: number;
  readonly severity?: Severity;
  /** How its source checks it. */
  readonly mode?: 'automated' | 'manual';
  readonly status: ControlStatus;
  /** The status without attestation and tailoring. */
  readonly evidenceStatus: ControlStatus;
  /** `evidenceStatus` on the image alone. */
  readonly imageStatus: ControlStatus;
  /** `user-data`: at least one of its rules was judged with user data. */
  readonly decided: 'image' | 'user-data';
  readonly ruleIds: readonly string[];
  /** Why the status is what it is, where rules do not say. */
  readonly reason?: string;
  /** What no rule decides. */
  readonly partial?: string;
  /** How the rules differ from the source's own check, and why. */
  readonly difference?: string;
  readonly attestation?: AttestationText;
  readonly references: Readonly<Record<string, readonly string[]>>;
}
