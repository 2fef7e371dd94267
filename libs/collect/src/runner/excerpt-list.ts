import { type Excerpt, MAX_EXCERPTS } from '@staticfire/facts';

/** What all collectors of a scan quote, each line once. */
export class ExcerptList {
  readonly #excerpts = new Map<string, Excerpt>();

  add(excerpts: readonly Excerpt[]): void {
    for (const excerpt of excerpts) this.#excerpts.set(keyOf(excerpt), excerpt);
  }

  /** By bank, partition, path and line, whatever the order in which collectors ran; the first 20 000. */
  sorted(): readonly Excerpt[] {
    return [...this.#excerpts.values()].sort(byPlace).slice(0, MAX_EXCERPTS);
  }
}

function keyOf(excerpt: Excerpt): string {
  return `${placeOf(excerpt)}\0${excerpt.line}`;
}

function byPlace(a: Excerpt, b: Excerpt): number {
  const [left, right] = [placeOf(a), placeOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.line - b.line;
}

function placeOf({ bank, partition, path }: Excerpt): string {
  return `${bank ?? ''}\0${partition}\0${path}`;
}
