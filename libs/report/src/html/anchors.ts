/** Ids of one page: letters, digits and hyphens, each given once. */
export class Anchors {
  /** Id → the number that was given last to others that wanted it. */
  readonly #given = new Map<string, number>();

  /** `wanted` as an id; with a number behind it when another element has it already. */
  take(wanted: string): string {
    const plain = wanted.replace(/[^A-Za-z0-9]+/g, '-');
    let number = this.#given.get(plain) ?? 0;
    let id = plain;
    for (; this.#given.has(id); id = `${plain}-${number}`) number += 1;
    this.#given.set(plain, number);
    this.#given.set(id, this.#given.get(id) ?? 0);
    return id;
  }
}
