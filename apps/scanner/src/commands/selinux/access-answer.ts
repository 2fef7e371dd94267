import { permissionNames, RuleText } from '@staticfire/analyze/selinux';
import { type AccessQuery, findAccess } from '@staticfire/analyze/selinux/access';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import type { ProofOptions } from './policy-options.ts';
import { RuleLines, withRules } from './rule-lines.ts';
import { sortByText } from './sort-by-text.ts';

export interface AccessAnswer {
  readonly source: string;
  readonly target: string;
  readonly class: string;
  readonly permissions: readonly string[];
  /** Left out when it is to be brief. */
  readonly rules?: readonly string[];
  /** As an allow rule. */
  readonly title: string;
}

/** What a query finds, sorted by names. */
export function answerAccess(policy: SelinuxPolicy, query: AccessQuery, options: ProofOptions): AccessAnswer[] {
  const { types, classes } = policy;
  const text = new RuleText(policy);
  const lines = new RuleLines(policy, options);
  const found = findAccess(policy, { ...query, conditions: options.conditions ?? 'any' });
  const answers = found.map(({ source, target, tclass, permissions, rules }): AccessAnswer => {
    const names = { source: types.nameOf(source), target: types.nameOf(target), class: classes.nameOf(tclass) };
    const title = `allow ${names.source} ${names.target}:${names.class} ${text.permissions(tclass, permissions)};`;
    return { ...names, permissions: permissionNames(policy, tclass, permissions), ...lines.of(rules), title };
  });
  return sortByText(answers, ({ title }) => title);
}

export function* accessLines(answers: readonly AccessAnswer[]): Generator<string> {
  for (const { title, rules } of answers) yield* withRules(title, rules);
}

/** As JSON has them: titles are for text. */
export function withoutTitles(answers: readonly AccessAnswer[]): Omit<AccessAnswer, 'title'>[] {
  return answers.map(({ title: _, ...answer }) => answer);
}
