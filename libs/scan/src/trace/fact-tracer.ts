import { shortenValue, valueAt } from '@staticfire/evaluate';
import { type Fact, type FactOrigin, type FactsBody, findFact } from '@staticfire/facts';
import type { Evidence, TracedFact, TracedValue } from '@staticfire/findings';
import { findItems } from '../places/find-items.ts';
import { findPlaces } from '../places/find-places.ts';
import { parentOf } from '../places/parent-of.ts';
import { take } from '../places/take.ts';

/** Of one value. */
const MAX_PLACES = 50;

/** What is known of facts before any image is opened. */
export interface FactKnowledge {
  readonly summaries: ReadonlyMap<string, string>;
  readonly origins: ReadonlyMap<string, FactOrigin>;
}

/** Follows facts back to what they were read from; each fact's own way is told once. */
export class FactTracer {
  readonly #body: FactsBody;
  readonly #knowledge: FactKnowledge;
  readonly #told = new Set<string>();

  constructor(body: FactsBody, knowledge: FactKnowledge) {
    this.#body = body;
    this.#knowledge = knowledge;
  }

  /** A fact that evidence names, with the values that were read in it, of lists and maps what is about one of the `words`. `userData`: as it is with them. */
  trace(name: string, evidence: readonly Evidence[], words: readonly string[], userData: boolean): TracedFact {
    const fact = this.#find(name, userData);
    const values = evidence.filter((each) => each.fact === name).map((each) => this.#value(fact, each, words, userData));
    return this.#describe(name, fact, values, userData);
  }

  #find(name: string, userData: boolean): Fact | undefined {
    return findFact(this.#body, name, undefined, { userData });
  }

  #value(fact: Fact | undefined, { path, value }: Evidence, words: readonly string[], userData: boolean): TracedValue {
    const whole = fact?.state === 'present' ? valueAt(fact.value, path) : undefined;
    const items = findItems(whole, words);
    const origins = this.#find('settings.origins', userData);
    const found = findPlaces({ value: items.length > 0 ? items : (whole ?? value), parent: parentOf(fact, path), path, fact, origins });
    const places = take(found, MAX_PLACES);
    return { path, ...(value === undefined ? {} : { value }), items, places };
  }

  /** A fact that others follow from, in short. */
  #follow(name: string, userData: boolean): TracedFact {
    const fact = this.#find(name, userData);
    const values = fact?.state === 'present' ? [{ path: '', value: shortenValue(fact.value), items: [], places: [] }] : [];
    return this.#describe(name, fact, values, userData);
  }

  #describe(name: string, fact: Fact | undefined, values: readonly TracedValue[], userData: boolean): TracedFact {
    const key = `${name}:${userData}`;
    const told = this.#told.has(key);
    this.#told.add(key);
    const origin = this.#knowledge.origins.get(name);
    const from = told || origin?.kind !== 'derived' ? [] : origin.from.map((each) => this.#follow(each, userData));
    return {
      name,
      ...(fact?.bank === undefined ? {} : { bank: fact.bank }),
      summary: this.#knowledge.summaries.get(name) ?? '',
      state: fact?.state ?? 'not-saved',
      ...(fact?.state === 'unreadable' ? { error: fact.error.message } : {}),
      userData: userData && fact !== undefined && (this.#body.userData?.facts.includes(fact) ?? false),
      values,
      from,
      sources: told || origin?.kind === 'derived' ? [] : (fact?.sources ?? []),
      told,
    };
  }
}
