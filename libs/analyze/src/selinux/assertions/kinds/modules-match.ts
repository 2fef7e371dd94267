import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compileCil } from '../../compile/index.ts';
import { comparePolicies, type DifferenceEntry, type SectionDifference } from '../../difference/index.ts';
import { MissingDataError } from '../assertion-errors.ts';
import { differingRules } from '../differing-rules.ts';
import { kindSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/**
 * The policy says what its own CIL modules say, compiled: nothing more and nothing less. An attribute that only one of the two has is no difference, since
 * compilers keep different ones and access is compared with attributes expanded.
 */
export interface ModulesMatchAssertion extends Leniency {
  readonly assert: 'modules_match';
}

export const modulesMatchSchema = {
  ...kindSchema('modules_match', {}, []),
  title: 'the assertion modules_match: the policy says what its own CIL modules say',
};

export function decideModulesMatch(scope: AssertionScope): ViolationDraft[] {
  const { policy, data } = scope;
  if (data.modules === undefined) throw new MissingDataError('modules_match', "the image's CIL modules");
  if (data.modules.length === 0) {
    scope.empty('modules');
    return [];
  }
  const compiled = compileCil(data.modules, { version: policy.header.version });
  const ignored = attributesOf(compiled).symmetricDifference(attributesOf(policy));
  return comparePolicies(compiled, policy)
    .map((difference) => withoutAttributes(difference, ignored))
    .flatMap(violationsOf);
}

function attributesOf({ types }: SelinuxPolicy): Set<string> {
  return new Set(types.records.filter(({ isAttribute }) => isAttribute).map(({ name }) => name));
}

/** Leaves out the attributes themselves, and that types have them. */
function withoutAttributes({ section, added, removed, modified }: SectionDifference, ignored: ReadonlySet<string>): SectionDifference {
  if (section === 'attribute') return { section, added: [], removed: [], modified };
  if (section !== 'type') return { section, added, removed, modified };
  const kept = (parts: readonly string[]) => parts.filter((part) => !ignored.has(part));
  const entries = modified.map((entry) => ({ ...entry, added: kept(entry.added), removed: kept(entry.removed) }));
  return { section, added, removed, modified: entries.filter((entry) => entry.added.length + entry.removed.length > 0) };
}

const IN_POLICY = 'only in the policy';
const IN_MODULES = 'only in the modules';

function violationsOf({ section, added, removed, modified }: SectionDifference): ViolationDraft[] {
  const draft = (entry: DifferenceEntry, message: string): ViolationDraft => ({
    subject: `${section}: ${entry.name}`,
    message,
    rules: () => [...differingRules(entry.name, entry.added), ...differingRules(entry.name, entry.removed)],
  });
  return [
    ...added.map((entry) => draft(entry, IN_POLICY)),
    ...removed.map((entry) => draft(entry, IN_MODULES)),
    ...modified.map((entry) => draft(entry, [...partsText(entry.added, IN_POLICY), ...partsText(entry.removed, IN_MODULES)].join('; '))),
  ];
}

/** `read write only in the policy` */
function partsText(parts: readonly string[], where: string): string[] {
  return parts.length === 0 ? [] : [`${[...parts].sort().join(' ')} ${where}`];
}
