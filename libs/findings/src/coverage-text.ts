import type { BankName } from '@staticfire/facts';

/** What was looked at. What could not be read or is not looked at stands here, so that nobody takes silence for a pass. */
export interface CoverageText {
  /** Every fact, in the order of the facts document. */
  readonly facts: readonly CoveredFact[];
  /** What this version does not look at, whatever the image, one sentence each. */
  readonly limits: readonly string[];
}

export interface CoveredFact {
  readonly name: string;
  readonly bank?: BankName;
  readonly summary: string;
  /** partial: present, with elements inside that could not be read, or cut short. */
  readonly state: 'present' | 'partial' | 'absent' | 'unreadable';
  /** Of `partial` and `unreadable`: why, the first of the causes. */
  readonly problem?: string;
  /** Of `partial`: how many elements could not be read. */
  readonly unreadableElements?: number;
}
