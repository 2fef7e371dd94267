import type { ExtendedPermissions, RuleTable } from './rule-table.ts';

interface Columns {
  readonly source: Uint16Array;
  readonly target: Uint16Array;
  readonly tclass: Uint16Array;
  readonly kind: Uint16Array;
  readonly data: Uint32Array;
  readonly conditional: Int32Array;
  readonly offset: Uint32Array;
}

export interface RuleRecord {
  source: number;
  target: number;
  tclass: number;
  kind: number;
  data: number;
  conditional: number;
  offset: number;
}

/** Collects rules of which only the next part's number is known. */
export class RuleTableBuilder {
  readonly xperms: ExtendedPermissions[] = [];
  #columns = allocate(0);
  #count = 0;
  #unconditionalCount = 0;

  /**
   * Makes room for `more` rules, and a quarter beyond: hundreds of small parts follow the first large one, and pages that nothing is written to take
   * no memory. The caller has seen that there are bytes for them.
   */
  reserve(more: number): void {
    const needed = this.#count + more;
    if (needed <= this.#columns.source.length) return;
    const grown = allocate(needed + (needed >> 2));
    for (const name of Object.keys(grown) as (keyof Columns)[]) grown[name].set(this.#columns[name]);
    this.#columns = grown;
  }

  add({ source, target, tclass, kind, data, conditional, offset }: RuleRecord): void {
    const columns = this.#columns;
    const at = this.#count++;
    columns.source[at] = source;
    columns.target[at] = target;
    columns.tclass[at] = tclass;
    columns.kind[at] = kind;
    columns.data[at] = data;
    columns.conditional[at] = conditional;
    columns.offset[at] = offset;
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

function allocate(length: number): Columns {
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
