import type { Rule } from '@staticfire/evaluate';
import type { Finding } from '@staticfire/findings';

/** What the findings are about: their subjects, else the words of the row that a table gave the rule. */
export function wordsOf(findings: readonly Finding[], rule: Rule | undefined): readonly string[] {
  const subjects = findings.flatMap(({ subject }) => subject ?? []);
  const columns = Object.values(rule?.row?.columns ?? {}).flat();
  return subjects.length > 0 ? subjects : columns.filter((word) => typeof word === 'string');
}
