import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { permissionNames } from '../permission-names.ts';
import { WorkBudget } from '../work-budget.ts';
import { type DifferenceEntry, type SectionDifference, sortedSection } from './section-difference.ts';

/** Some 200 MB of text; policies that have so little in common are not two states of one. */
const MAX_ENTRIES = 500_000;

/** Collects what differs between two policies, source by source, in words. */
export class AccessEntries {
  readonly #section: string;
  readonly #before: SelinuxPolicy;
  readonly #after: SelinuxPolicy;
  readonly #budget: WorkBudget;
  readonly #added: DifferenceEntry[] = [];
  readonly #removed: DifferenceEntry[] = [];
  readonly #modified: DifferenceEntry[] = [];
  #source = '';
  #condition = '';

  constructor(section: string, before: SelinuxPolicy, after: SelinuxPolicy) {
    this.#section = section;
    this.#before = before;
    this.#after = after;
    this.#budget = new WorkBudget(`differences of ${section} rules`, MAX_ENTRIES);
  }

  /** What follows is about this source; `condition` is empty for unconditional rules. */
  startSource(name: string, condition: string): void {
    this.#source = name;
    this.#condition = condition;
  }

  added(target: number, tclass: number, vector: number): void {
    this.#push(this.#added, { name: this.#name(this.#after, target, tclass), added: permissionNames(this.#after, tclass, vector), removed: [] });
  }

  removed(target: number, tclass: number, vector: number): void {
    this.#push(this.#removed, { name: this.#name(this.#before, target, tclass), added: [], removed: permissionNames(this.#before, tclass, vector) });
  }

  /** Nothing when the permissions have the same names. */
  both(target: number, tclass: number, vector: number, classAfter: number, vectorAfter: number): void {
    const before = new Set(permissionNames(this.#before, tclass, vector));
    const after = new Set(permissionNames(this.#after, classAfter, vectorAfter));
    const [added, removed] = [[...after.difference(before)], [...before.difference(after)]];
    if (added.length + removed.length > 0) this.#push(this.#modified, { name: this.#name(this.#before, target, tclass), added, removed });
  }

  section(): SectionDifference {
    return sortedSection({ section: this.#section, added: this.#added, removed: this.#removed, modified: this.#modified });
  }

  #push(list: DifferenceEntry[], entry: DifferenceEntry): void {
    this.#budget.spend(1);
    list.push(entry);
  }

  #name({ types, classes }: SelinuxPolicy, target: number, tclass: number): string {
    return `${this.#section} ${this.#source} ${types.nameOf(target)}:${classes.nameOf(tclass)}${this.#condition}`;
  }
}
