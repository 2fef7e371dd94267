import type { RuleTable } from './rule-table.ts';

const NONE = new Uint32Array(0);

/** Rules by the value of one column: those of value v are `rules[starts[v]]` up to `rules[starts[v + 1]]`, exclusive. */
interface ColumnIndex {
  readonly starts: Uint32Array;
  readonly rules: Uint32Array;
}

/** Which rules name a source, a target or a class. Each index is built when it is first asked for. */
export class RuleIndex {
  readonly #rules: RuleTable;
  #bySource: ColumnIndex | undefined;
  #byTarget: ColumnIndex | undefined;
  #byClass: ColumnIndex | undefined;

  constructor(rules: RuleTable) {
    this.#rules = rules;
  }

  /** Indexes of the rules whose source is this type or attribute itself, ascending. */
  bySource(value: number): Uint32Array {
    this.#bySource ??= indexColumn(this.#rules.source);
    return rulesOf(this.#bySource, value);
  }

  byTarget(value: number): Uint32Array {
    this.#byTarget ??= indexColumn(this.#rules.target);
    return rulesOf(this.#byTarget, value);
  }

  byClass(value: number): Uint32Array {
    this.#byClass ??= indexColumn(this.#rules.tclass);
    return rulesOf(this.#byClass, value);
  }
}

function rulesOf({ starts, rules }: ColumnIndex, value: number): Uint32Array {
  return value + 1 < starts.length ? rules.subarray(starts[value], starts[value + 1]) : NONE;
}

/** A counting sort. */
function indexColumn(column: Uint16Array): ColumnIndex {
  let highest = 0;
  for (const value of column) if (value > highest) highest = value;
  const starts = new Uint32Array(highest + 2);
  for (const value of column) starts[value + 1]!++;
  for (let value = 1; value < starts.length; value++) starts[value]! += starts[value - 1]!;
  const next = starts.slice();
  const rules = new Uint32Array(column.length);
  for (let rule = 0; rule < column.length; rule++) rules[next[column[rule]!]!++] = rule;
  return { starts, rules };
}
