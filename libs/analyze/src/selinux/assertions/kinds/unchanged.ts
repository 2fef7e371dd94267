import { comparePolicies, type DifferenceEntry, differenceSections, type SectionDifference } from '../../difference/index.ts';
import { MissingDataError } from '../assertion-errors.ts';
import { differingRules } from '../differing-rules.ts';
import { kindSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** The policy says what a baseline says, but for kinds of statements that may differ. */
export interface UnchangedAssertion extends Leniency {
  readonly assert: 'unchanged';
  /** Of `differenceSections`. */
  readonly except?: readonly string[];
}

export const unchangedSchema = kindSchema(
  'unchanged',
  { except: { title: 'kinds of statements that may differ', type: 'array', items: { enum: differenceSections } } },
  [],
);

export function decideUnchanged(scope: AssertionScope, { except = [] }: UnchangedAssertion): ViolationDraft[] {
  const { policy, data } = scope;
  if (data.baseline === undefined) throw new MissingDataError('unchanged', 'a baseline policy');
  for (const name of except) if (!differenceSections.includes(name)) scope.unknown('kind of statement', name, differenceSections);
  return comparePolicies(
    data.baseline,
    policy,
    differenceSections.filter((section) => !except.includes(section)),
  ).flatMap(violationsOf);
}

function violationsOf({ section, added, removed, modified }: SectionDifference): ViolationDraft[] {
  const drafts = (entries: readonly DifferenceEntry[], what: string) =>
    entries.map((entry): ViolationDraft => {
      return { subject: `${section}: ${entry.name}`, message: [what, ...parts(entry, what)].join(' '), rules: () => statements(entry, what) };
    });
  return [...drafts(added, 'added'), ...drafts(removed, 'removed'), ...drafts(modified, 'modified')];
}

function parts({ added, removed }: DifferenceEntry, what: string): string[] {
  return what === 'modified' ? [...added.map((part) => `+${part}`), ...removed.map((part) => `-${part}`)] : [];
}

/** What the policy itself says now of a rule about a class: nothing for what it no longer has. */
function statements({ name, added }: DifferenceEntry, what: string): string[] {
  return what === 'removed' ? [] : differingRules(name, added);
}
