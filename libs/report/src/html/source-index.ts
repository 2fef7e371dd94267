import type { Evidence } from '@staticfire/findings';
import type { Anchors } from './anchors.ts';

export type Source = Evidence['sources'][number];

export interface IndexedSource {
  readonly source: Source;
  readonly anchor: string;
}

/** A row is about 250 bytes of page. */
const MAX_CITED = 2000;

/** Bytes that findings rest on, each listed once with its digest however many findings name it. */
export class SourceIndex {
  readonly #sources = new Map<string, IndexedSource>();
  readonly #anchors: Anchors;

  constructor(anchors: Anchors) {
    this.#anchors = anchors;
  }

  /** Undefined: the list is full, and the page names the range where it is used. */
  cite(source: Source): IndexedSource | undefined {
    const key = JSON.stringify([source.bank, source.partition, source.path, source.offset, source.length, source.sha256]);
    const known = this.#sources.get(key);
    if (known !== undefined || this.#sources.size >= MAX_CITED) return known;
    const cited = { source, anchor: this.#anchors.take(`bytes-${this.#sources.size + 1}`) };
    this.#sources.set(key, cited);
    return cited;
  }

  get cited(): readonly IndexedSource[] {
    return [...this.#sources.values()];
  }
}
