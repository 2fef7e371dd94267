import { ruleKinds, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { compareAccess } from './compare-access.ts';
import { suffixesByKey } from './condition-keys.ts';
import { labellingSections } from './labelling-statements.ts';
import { ruleSections } from './rule-statements.ts';
import { compareStatements, type DifferenceEntry, type SectionDifference } from './section-difference.ts';
import { symbolSections } from './symbol-statements.ts';

const STATEMENTS = { ...symbolSections, ...ruleSections, ...labellingSections };
const ACCESS = { allow: ruleKinds.allow, auditallow: ruleKinds.auditallow, dontaudit: ruleKinds.dontaudit } as const;

/** Every kind of statement that is compared, named as in a policy's source. */
export const differenceSections: readonly string[] = [...Object.keys(ACCESS), ...Object.keys(STATEMENTS)];

/**
 * What two policies say differently: by names, so that neither values nor the order of statements matter, and rules with attributes expanded. Sections
 * without a difference are left out; unknown names in `sections` (all unless given) find none. Policies that take more than 5 * 10^8
 * steps to expand, or differ in more than 500 000 pairs, are a LimitError.
 */
export function comparePolicies(before: SelinuxPolicy, after: SelinuxPolicy, sections: readonly string[] = differenceSections): SectionDifference[] {
  const found = differenceSections.filter((section) => sections.includes(section)).map((section) => compareSection(section, before, after));
  return found.filter(({ added, removed, modified }) => added.length + removed.length + modified.length > 0);
}

function compareSection(section: string, before: SelinuxPolicy, after: SelinuxPolicy): SectionDifference {
  const kind = ACCESS[section as keyof typeof ACCESS];
  if (kind !== undefined) return compareAccess(section, kind, before, after);
  const read = STATEMENTS[section]!;
  const difference = compareStatements(section, read(before), read(after));
  return section in ruleSections ? withConditions(difference, before, after) : difference;
}

/** Conditions in words instead of their keys. */
function withConditions({ section, added, removed, modified }: SectionDifference, before: SelinuxPolicy, after: SelinuxPolicy): SectionDifference {
  const suffixes = suffixesByKey([before, after]);
  const renamed = (entries: readonly DifferenceEntry[]) => {
    return entries.map((entry): DifferenceEntry => {
      const [name, key] = entry.name.split('\t');
      return key === undefined ? entry : { ...entry, name: `${name}${suffixes.get(key)}` };
    });
  };
  return { section, added: renamed(added), removed: renamed(removed), modified: renamed(modified) };
}
