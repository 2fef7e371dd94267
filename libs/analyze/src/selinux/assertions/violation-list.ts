import type { AssertionVerdict, Violation } from './violation.ts';

const MAX_LISTED = 200;
const MAX_RULES = 50;

/** A violation whose rules are only rendered when it is listed. */
export type ViolationDraft = Omit<Violation, 'rules'> & { readonly rules?: () => readonly string[] };

/** The verdict about an assertion that is violated by these. */
export function verdictOf(drafts: readonly ViolationDraft[]): AssertionVerdict {
  const sorted = [...drafts].sort((a, b) => compare(a.subject, b.subject) || compare(a.message, b.message));
  return { holds: sorted.length === 0, violations: sorted.slice(0, MAX_LISTED).map(finished), total: sorted.length };
}

function finished({ rules, ...draft }: ViolationDraft): Violation {
  return { ...draft, rules: [...new Set(rules?.() ?? [])].sort().slice(0, MAX_RULES) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
