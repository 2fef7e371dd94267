import type { PolicyAssertion } from '@staticfire/analyze/selinux/assertions';
import type { DecidedBy, Rule, RuleCase } from './pack.ts';

/** A case as its file has it; of a table for one row or for several. */
export type CaseText = Omit<RuleCase, 'given' | 'mode' | 'row'> & Partial<Pick<RuleCase, 'given' | 'mode'>> & { readonly row?: string | readonly string[] };

/** A rule file, or the template of a table, as its schema admits it. */
export interface RuleText extends RowTexts {
  readonly facts: Readonly<Record<string, string>>;
  readonly decidedBy?: DecidedBy;
  readonly whenAbsent: Rule['whenAbsent'];
  readonly appliesWhen?: string;
  readonly assert?: string;
  readonly selinux?: readonly PolicyAssertion[];
  readonly forEach?: string;
  readonly as?: string;
  readonly subject?: string;
  readonly cases: readonly CaseText[];
}

/** What a row may say instead of its template. */
export interface RowTexts extends Pick<Rule, 'title' | 'severity' | 'securitySeverity' | 'rationale' | 'remediation' | 'references'> {
  readonly failTitle: string;
}
