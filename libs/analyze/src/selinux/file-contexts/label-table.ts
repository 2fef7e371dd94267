import { endedError } from './ended-error.ts';
import { FileContextMatcher, type MatchGate } from './file-context-matcher.ts';
import { type FileContextTables, type PlacedSpec, placedSpecs, translateTables } from './file-context-tables.ts';
import { answerOf, type LabelAnswer, type LabelLookup } from './label-answer.ts';
import { lookupKey } from './lookup-key.ts';
import type { TranslatedSpec } from './translate-spec.ts';

/** Bottlerocket's table and the 500 000 names that a walk shows at most need as many. */
const MAX_WAYS = 1_000_000_000;

/**
 * Lookups one by one on the calling thread, with answers that do not depend on its speed: no clock ends them, only the bounds that the
 * form of an expression gives (`matchWays`). Otherwise as `lookUpLabels`, which also tries expressions without such a bound. The
 * constructor throws the errors of `translateTables`.
 */
export class LabelTable {
  readonly #tables: FileContextTables;
  readonly #specs: readonly TranslatedSpec[];
  readonly #placed: readonly PlacedSpec[];
  readonly #matcher: FileContextMatcher;
  readonly #maxWays: number;
  #ways = 0;
  #current = 0;

  constructor(tables: FileContextTables, maxWays = MAX_WAYS) {
    this.#tables = tables;
    this.#specs = translateTables(tables);
    this.#placed = placedSpecs(tables);
    this.#matcher = new FileContextMatcher(this.#specs);
    this.#maxWays = maxWays;
  }

  /** A LimitError names the line of an expression that has no bound, or at which the bounds of all lookups so far add up to more than a thousand million. */
  lookUp({ path, type }: LabelLookup): LabelAnswer {
    const index = this.#find(lookupKey(path, this.#tables.aliases ?? []), type);
    if (index === undefined) throw endedError({ reason: this.#reason(), spec: this.#current }, this.#placed);
    return answerOf(index, this.#placed);
  }

  #find(key: string, type: LabelLookup['type']): number | undefined {
    try {
      return this.#matcher.find(key, type, this.#gate);
    } catch (error) {
      throw endedError({ reason: (error as Error).message, spec: this.#current }, this.#placed);
    }
  }

  readonly #gate: MatchGate = (index, length) => {
    this.#current = index;
    const { factor, degree } = this.#specs[index]!.ways;
    this.#ways += factor * length ** degree;
    return this.#ways <= this.#maxWays;
  };

  #reason(): string {
    if (this.#specs[this.#current]!.ways.degree === Infinity) return 'its form does not bound the ways of matching';
    return `all lookups together may take more than ${this.#maxWays} ways of matching`;
  }
}
