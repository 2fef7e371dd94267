import type { FactsBody } from '@staticfire/facts';
import type { TracedPlace } from '@staticfire/findings';

/** Finds what a line says. Made on first use: most results have few places. */
export class ExcerptIndex {
  readonly #body: FactsBody;
  #ofImage: ReadonlyMap<string, string> | undefined;
  #ofUserData: ReadonlyMap<number, string> | undefined;

  constructor(body: FactsBody) {
    this.#body = body;
  }

  /** Not kept → undefined. */
  textOf({ file, line, layer, source }: TracedPlace): string | undefined {
    if (line === undefined) return undefined;
    if (layer === 'user-data') return file === this.#body.userData?.path ? this.#userDataLines().get(line) : undefined;
    return source === undefined ? undefined : this.#imageLines().get(keyOf({ ...source, path: file, line }));
  }

  #imageLines(): ReadonlyMap<string, string> {
    this.#ofImage ??= new Map((this.#body.excerpts ?? []).map((excerpt) => [keyOf(excerpt), excerpt.text]));
    return this.#ofImage;
  }

  #userDataLines(): ReadonlyMap<number, string> {
    this.#ofUserData ??= new Map((this.#body.userData?.excerpts ?? []).map(({ line, text }) => [line, text]));
    return this.#ofUserData;
  }
}

function keyOf({ bank, partition, path, line }: { readonly bank?: string; readonly partition: string; readonly path: string; readonly line: number }): string {
  return `${bank ?? ''}\0${partition}\0${path}\0${line}`;
}
