/** Ids of one page: letters, digits and hyphens, each given once. */
export class Anchors {
  readonly #taken = new Set<string>();

  /** `wanted` as an id; with a number behind it when another element has it already. */
  take(wanted: string): string {
    const plain = wanted.replace(/[^A-Za-z0-9]+/g, '-');
    let id = plain;
    for (let number = 2; this.#taken.has(id); number += 1) id = `${plain}-${number}`;
    this.#taken.add(id);
    return id;
  }
}
