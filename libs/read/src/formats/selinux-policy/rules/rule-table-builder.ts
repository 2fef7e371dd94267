import type { ExtendedPermissions, RuleTable } from './rule-table.ts';

export interface RuleColumns {
  readonly source: Uint16Array;
  readonly target: Uint16Array;
  readonly tclass: Uint16Array;
  readonly kind: Uint16Array;
  readonly data: Uint32Array;
  readonly conditional: Int32Array;
  readonly offset: Uint32Array;
}

/** One rule, by column. */
export type RuleRecord = { -readonly [column in keyof RuleColumns]: number };

/** Collects rules of which only the next part's number is known. */
export class RuleTableBuilder {
  readonly xperms: ExtendedPermissions[] = [];
  #columns = allocate(0);
  #count = 0;
  #unconditionalCount = 0;

  /** How many rules there are. */
  get count(): number {
    return this.#count;
  }

  /**
   * Adds `more` rules, which the caller writes into the columns from the old `count` on; it has seen that there are bytes for them. There is room for
   * a quarter beyond: hundreds of small parts follow the first large one, and pages that nothing is written to take no memory.
   */
  grow(more: number): RuleColumns {
    this.#count += more;
    if (this.#count > this.#columns.source.length) {
      const grown = allocate(this.#count + (this.#count >> 2));
      for (const name of Object.keys(grown) as (keyof RuleColumns)[]) grown[name].set(this.#columns[name]);
      this.#columns = grown;
    }
    return this.#columns;
  }

  add(rule: RuleRecord): void {
    const at = this.#count;
    const columns = this.grow(1);
    for (const name of Object.keys(columns) as (keyof RuleColumns)[]) columns[name][at] = rule[name];
  }

  /** What is added from now on is conditional. */
  endUnconditional(): void {
    this.#unconditionalCount = this.#count;
  }

  build(): RuleTable {
    const count = this.#count;
    const { source, target, tclass, kind, data, conditional, offset } = this.#columns;
    return {
      count,
      unconditionalCount: this.#unconditionalCount,
      source: source.subarray(0, count),
      target: target.subarray(0, count),
      tclass: tclass.subarray(0, count),
      kind: kind.subarray(0, count),
      data: data.subarray(0, count),
      conditional: conditional.subarray(0, count),
      offset: offset.subarray(0, count),
      xperms: this.xperms,
    };
  }
}

function allocate(length: number): RuleColumns {
  return {
    source: new Uint16Array(length),
    target: new Uint16Array(length),
    tclass: new Uint16Array(length),
    kind: new Uint16Array(length),
    data: new Uint32Array(length),
    conditional: new Int32Array(length),
    offset: new Uint32Array(length),
  };
}
