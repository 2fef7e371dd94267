const CACHE_BYTES = 8 * 1024 * 1024;
const MAX_TABLES = 256;

/** The second-level tables that were asked for last. */
export class TableCache {
  readonly #capacity: number;
  readonly #load: (index: number) => DataView;
  readonly #tables = new Map<number, DataView>();
  #lastIndex = -1;
  #last: DataView | undefined;

  /** `load` reads one table, `tableLength` bytes of it. */
  constructor(tableLength: number, load: (index: number) => DataView) {
    this.#capacity = Math.max(2, Math.min(MAX_TABLES, Math.floor(CACHE_BYTES / tableLength)));
    this.#load = load;
  }

  get(index: number): DataView {
    if (index === this.#lastIndex) return this.#last!;
    const table = this.#tables.get(index) ?? this.#load(index);
    this.#tables.delete(index);
    if (this.#tables.size === this.#capacity) this.#tables.delete(this.#tables.keys().next().value!);
    this.#tables.set(index, table);
    this.#lastIndex = index;
    this.#last = table;
    return table;
  }

  clear(): void {
    this.#tables.clear();
    this.#lastIndex = -1;
    this.#last = undefined;
  }
}
