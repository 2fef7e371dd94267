import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type AccessCells, AccessRow } from '../access/index.ts';
import { AccessEntries } from './access-entries.ts';
import { ConditionalCells } from './conditional-cells.ts';
import { type Translation, translate } from './policy-names.ts';
import type { SectionDifference } from './section-difference.ts';

interface Side {
  readonly policy: SelinuxPolicy;
  readonly row: AccessRow;
  readonly conditional: ConditionalCells;
  readonly translation: Translation;
}

/**
 * Rules of one kind that have permissions, compared by what they say about each pair of types and each class, so that it does not matter through which
 * attributes or in how many rules it is said. Conditional rules are compared condition by condition, without what is said unconditionally.
 */
export function compareAccess(section: string, kind: number, before: SelinuxPolicy, after: SelinuxPolicy): SectionDifference {
  const entries = new AccessEntries(section, before, after);
  const [old, current] = [sideOf(before, after, kind), sideOf(after, before, kind)];
  for (const source of sourcesOf(before)) compareSource(entries, old, current, source, old.translation.types[source]!);
  for (const source of sourcesOf(after)) if (current.translation.types[source] === 0) compareSource(entries, old, current, 0, source);
  return entries.section();
}

function sideOf(policy: SelinuxPolicy, other: SelinuxPolicy, kind: number): Side {
  const { conditional } = policy.rules;
  const row = new AccessRow(policy, kind, (rule) => conditional[rule]! < 0);
  return { policy, row, conditional: new ConditionalCells(policy, kind), translation: translate(policy, other) };
}

function sourcesOf({ types }: SelinuxPolicy): number[] {
  return types.records.filter(({ isAlias, isAttribute }) => !isAlias && !isAttribute).map(({ value }) => value);
}

/** Either source is 0 where that policy does not have the type. */
function compareSource(entries: AccessEntries, old: Side, current: Side, source: number, sourceAfter: number): void {
  old.row.fill(source);
  current.row.fill(sourceAfter);
  const name = source === 0 ? current.policy.types.nameOf(sourceAfter) : old.policy.types.nameOf(source);
  entries.startSource(name, '');
  compareCells(entries, old.row.cells, current.row.cells, old.translation, current.translation);
  const [oldRules, currentRules] = [old.conditional.rulesOf(source), current.conditional.rulesOf(sourceAfter)];
  for (const key of new Set([...oldRules.keys(), ...currentRules.keys()])) {
    old.conditional.fill(oldRules.get(key) ?? [], old.row.cells);
    current.conditional.fill(currentRules.get(key) ?? [], current.row.cells);
    entries.startSource(name, old.conditional.condition || current.conditional.condition);
    compareCells(entries, old.conditional.cells, current.conditional.cells, old.translation, current.translation);
  }
}

function compareCells(entries: AccessEntries, old: AccessCells, current: AccessCells, toCurrent: Translation, toOld: Translation): void {
  let common = 0;
  old.forEach((target, tclass, vector) => {
    const other = toCurrent.types[target]!;
    const otherClass = toCurrent.classes[tclass]!;
    const otherVector = other === 0 || otherClass === 0 ? 0 : current.at(other, otherClass);
    if (otherVector !== 0) common++;
    if (otherVector === vector && toCurrent.bits[tclass] === undefined) return;
    if (otherVector === 0) entries.removed(target, tclass, vector);
    else entries.both(target, tclass, vector, otherClass, otherVector);
  });
  // A name stands for one value in each policy, so that no two cells have the same counterpart.
  if (common === current.size) return;
  current.forEach((target, tclass, vector) => {
    const other = toOld.types[target]!;
    const otherClass = toOld.classes[tclass]!;
    if (other === 0 || otherClass === 0 || old.at(other, otherClass) === 0) entries.added(target, tclass, vector);
  });
}
