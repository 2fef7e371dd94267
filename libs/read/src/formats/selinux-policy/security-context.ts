import type { Ebitmap } from './ebitmap.ts';

export interface MlsLevel {
  /** The sensitivity's value; 0 in a policy without MLS. */
  readonly sensitivity: number;
  /** Bits are values less 1. */
  readonly categories: Ebitmap;
}

/** Both ends inclusive. */
export interface MlsRange {
  readonly low: MlsLevel;
  readonly high: MlsLevel;
}

/** A security context by values. */
export interface SecurityContext {
  readonly user: number;
  readonly role: number;
  readonly type: number;
  readonly range: MlsRange;
  /** Absolute offset of the record. */
  readonly offset: number;
}
