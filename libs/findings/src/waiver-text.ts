/** Somebody's decision to live with findings until a day. Dates are `YYYY-MM-DD`, both inclusive. */
export interface WaiverText {
  readonly ruleId: string;
  /** The finding it is about; absent: every finding of the rule. */
  readonly subject?: string;
  readonly reason: string;
  readonly owner: string;
  readonly approvedBy?: string;
  readonly ticket?: string;
  readonly from?: string;
  readonly expires: string;
  /** Only a valid one counts. */
  readonly state: 'valid' | 'expired' | 'not-yet-valid';
  /** Failing findings that it is about. 0: it is of no use any more. */
  readonly matches: number;
  /** Where it is written. */
  readonly place: { readonly path: string; readonly line: number };
}
