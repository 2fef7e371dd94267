/** Something that both policies may have, and what it consists of there: permissions of a rule, members of an attribute, the context of a file system. */
export interface DifferenceEntry {
  /** As the statement starts in a policy's source. */
  readonly name: string;
  /** Sorted. Of something that only one policy has, all that it consists of. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** What differs in one kind of statement; the lists are sorted by name. */
export interface SectionDifference {
  readonly section: string;
  readonly added: readonly DifferenceEntry[];
  readonly removed: readonly DifferenceEntry[];
  readonly modified: readonly DifferenceEntry[];
}

/** What a policy has of one kind of statement, by name. */
export type Statements = ReadonlyMap<string, ReadonlySet<string>>;

export function compareStatements(section: string, before: Statements, after: Statements): SectionDifference {
  const added: DifferenceEntry[] = [];
  const removed: DifferenceEntry[] = [];
  const modified: DifferenceEntry[] = [];
  for (const [name, parts] of before) {
    const others = after.get(name);
    if (others === undefined) removed.push({ name, added: [], removed: [...parts].sort() });
    else modified.push(...entryOf(name, parts, others));
  }
  for (const [name, parts] of after) if (!before.has(name)) added.push({ name, added: [...parts].sort(), removed: [] });
  return sortedSection({ section, added, removed, modified });
}

/** Nothing when both consist of the same. */
function entryOf(name: string, before: ReadonlySet<string>, after: ReadonlySet<string>): DifferenceEntry[] {
  const [added, removed] = [[...after.difference(before)], [...before.difference(after)]];
  return added.length + removed.length === 0 ? [] : [{ name, added: added.sort(), removed: removed.sort() }];
}

export function sortedSection({ section, added, removed, modified }: SectionDifference): SectionDifference {
  const sorted = (entries: readonly DifferenceEntry[]) => [...entries].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return { section, added: sorted(added), removed: sorted(removed), modified: sorted(modified) };
}
