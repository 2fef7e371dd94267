import { type Pack, type Rule, shortenValue, valueAt } from '@staticfire/evaluate';
import { type Fact, type FactsBody, findFact } from '@staticfire/facts';
import type { Evidence, EvidencePlace, Finding, RuleText, TracedPlace } from '@staticfire/findings';
import { ExcerptIndex } from './excerpt-index.ts';
import { ItemIndex } from './find-items.ts';
import { findPlaces, type PlacedValue } from './find-places.ts';
import { parentOf } from './parent-of.ts';
import { namesPlaces } from './places-by-schema.ts';
import { wordsOf } from './words-of.ts';

const MAX_PLACES = 5;
/** As many elements as evidence shows of a list. */
const MAX_SHOWN = 8;
/** Elements of lists that are looked at for all findings together: tens of milliseconds. Images have some hundreds. */
const MAX_LOOKED_AT = 200_000;

/**
 * Findings that fail or are unknown, with the lines of files that decide the values they rest on, and of lists with what they are about;
 * all others as they are.
 */
export function withPlaces(findings: readonly Finding[], body: FactsBody, packs: readonly Pack[], rules: readonly RuleText[]): readonly Finding[] {
  const places = new EvidencePlaces(body);
  const texts = new Map(rules.map((rule) => [rule.id, rule]));
  const byId = new Map(packs.flatMap((pack) => pack.rules.map((rule) => [rule.id, rule] as const)));
  return findings.map((finding) =>
    finding.verdict === 'fail' || finding.verdict === 'unknown'
      ? places.add(finding, byId.get(finding.ruleId), texts.get(finding.ruleId)?.decided === 'user-data')
      : finding,
  );
}

class EvidencePlaces {
  readonly #body: FactsBody;
  readonly #excerpts: ExcerptIndex;
  readonly #items = new ItemIndex();
  /** Of values as a whole, by fact and path. */
  readonly #found = new Map<Fact, Map<string, readonly EvidencePlace[]>>();
  #left = MAX_LOOKED_AT;

  constructor(body: FactsBody) {
    this.#body = body;
    this.#excerpts = new ExcerptIndex(body);
  }

  add(finding: Finding, rule: Rule | undefined, userData: boolean): Finding {
    const words = wordsOf([finding], rule);
    const evidence = finding.evidence.map((each) => {
      const places = namesPlaces(each.fact) ? this.#find(each, words, userData) : [];
      return { ...each, ...this.#shown(each, finding, userData), ...(places.length === 0 ? {} : { places }) };
    });
    return { ...finding, evidence };
  }

  /** Of a list with elements that the finding is about those; they say how many others there are. */
  #shown({ fact: name, bank, path }: Evidence, { subject }: Finding, userData: boolean): Pick<Evidence, 'value'> {
    const fact = findFact(this.#body, name, bank, { userData });
    const whole = fact?.state === 'present' ? valueAt(fact.value, path) : undefined;
    if (subject === undefined || !Array.isArray(whole)) return {};
    const items = this.#items.find(whole, [subject]);
    if (items.length === 0 || items.length > MAX_SHOWN || items.length === whole.length) return {};
    return { value: [...items.map(shortenValue), `… ${whole.length - items.length} others`] };
  }

  /** Of a list or map with elements that the finding is about those of the elements; of another one its own, when they are few enough to be shown. */
  #find({ fact: name, bank, path, value }: Evidence, words: readonly string[], userData: boolean): readonly EvidencePlace[] {
    const fact = findFact(this.#body, name, bank, { userData });
    const origins = name === 'settings.effective' ? findFact(this.#body, 'settings.origins', bank, { userData }) : undefined;
    const whole = fact?.state === 'present' ? valueAt(fact.value, path) : undefined;
    if (!this.#pay(sizeOf(whole) + (origins?.state === 'present' ? sizeOf((origins.value as { readonly entries: unknown }).entries) : 0))) return [];
    const items = this.#items.find(whole, words);
    if (items.length > 0) return this.#describeAll({ value: items, parent: parentOf(fact, path), path, fact, origins }).slice(0, MAX_PLACES);
    if (fact === undefined || whole === undefined) return this.#describeFew({ value, parent: parentOf(fact, path), path, fact, origins });
    const known = this.#found.get(fact)?.get(path);
    if (known !== undefined) return known;
    const places = this.#describeFew({ value: whole, parent: parentOf(fact, path), path, fact, origins });
    this.#found.set(fact, (this.#found.get(fact) ?? new Map<string, readonly EvidencePlace[]>()).set(path, places));
    return places;
  }

  /** None when there are more than are shown. */
  #describeFew(placed: PlacedValue): readonly EvidencePlace[] {
    const places = this.#describeAll(placed);
    return places.length > MAX_PLACES ? [] : places;
  }

  /** One more than are shown at the most. */
  #describeAll(placed: PlacedValue): readonly EvidencePlace[] {
    return firstOf(findPlaces(placed), MAX_PLACES + 1).map((place) => this.#describe(place));
  }

  #pay(count: number): boolean {
    this.#left -= count;
    return this.#left >= 0;
  }

  #describe(place: TracedPlace): EvidencePlace {
    const { file, line, layer, source } = place;
    const excerpt = this.#excerpts.textOf(place);
    return {
      file,
      ...(source?.bank === undefined ? {} : { bank: source.bank }),
      ...(source === undefined ? {} : { partition: source.partition }),
      ...(line === undefined ? {} : { line }),
      ...(layer === undefined ? {} : { layer }),
      ...(excerpt === undefined ? {} : { excerpt }),
    };
  }
}

function sizeOf(value: unknown): number {
  return Array.isArray(value) ? value.length : typeof value === 'object' && value !== null ? Object.keys(value).length : 1;
}

/** The first few that name a file, each line once. */
function firstOf(places: Iterable<TracedPlace>, most: number): readonly TracedPlace[] {
  const found = new Map<string, TracedPlace>();
  for (const place of places) {
    const key = `${place.layer === 'user-data'}\0${place.file}\0${place.line ?? ''}`;
    if (place.file !== '' && !found.has(key)) found.set(key, place);
    if (found.size === most) break;
  }
  return [...found.values()];
}
