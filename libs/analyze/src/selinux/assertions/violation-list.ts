import type { AssertionVerdict, Violation } from './violation.ts';

const MAX_LISTED = 200;
const MAX_RULES = 50;

/** A violation whose rules are only rendered when it is listed, and for how many it stands; one unless given. */
export type ViolationDraft = Omit<Violation, 'rules'> & { readonly rules?: () => readonly string[]; readonly count?: number };

/** The verdict about an assertion that is violated by these. */
export function verdictOf(drafts: readonly ViolationDraft[]): AssertionVerdict {
  const sorted = [...drafts].sort((a, b) => compare(a.subject, b.subject) || compare(a.message, b.message));
  return { holds: sorted.length === 0, violations: sorted.slice(0, MAX_LISTED).map(finished), total: sorted.reduce((sum, { count = 1 }) => sum + count, 0) };
}

function finished({ rules, count: _, ...draft }: ViolationDraft): Violation {
  return { ...draft, rules: [...new Set(rules?.() ?? [])].sort().slice(0, MAX_RULES) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
