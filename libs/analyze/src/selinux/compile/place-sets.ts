import { BitSet } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';

/** Of four bytes each. */
const MAX_WORDS = 20_000_000;

/** What each place of one kind has of another kind: the types of roles, the roles of users. */
export class PlaceSets {
  readonly #empty: BitSet;
  readonly #sets = new Map<number, BitSet>();
  readonly #budget: WorkBudget;

  /** `size` is that of the other kind. */
  constructor(what: string, size: number) {
    this.#empty = new BitSet(size);
    this.#budget = new WorkBudget(what, MAX_WORDS);
  }

  add(places: readonly number[], members: BitSet): void {
    for (const place of places) {
      this.#budget.spend(1 + members.wordCount);
      const set = this.#sets.get(place);
      if (set === undefined) this.#sets.set(place, this.#empty.union(members));
      else set.addAll(members);
    }
  }

  of(place: number): BitSet {
    return this.#sets.get(place) ?? this.#empty;
  }
}
