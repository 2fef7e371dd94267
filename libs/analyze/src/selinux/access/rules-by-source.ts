import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';

/** Columns of some rules, sorted by source: those of the source v are from `starts[v]` up to `starts[v + 1]`, exclusive. */
export interface RulesBySource {
  readonly starts: Uint32Array;
  readonly targets: Uint16Array;
  readonly tclasses: Uint16Array;
  /** Access vectors. */
  readonly vectors: Uint32Array;
}

/** The rules that count, side by side for each type or attribute that they name as their source. */
export function rulesBySource({ rules, types }: SelinuxPolicy, counts: (rule: number) => boolean): RulesBySource {
  const { source, target, tclass, data } = rules;
  const starts = new Uint32Array(types.maxValue + 2);
  const chosen = chosenRules(rules.count, counts);
  for (const rule of chosen) starts[source[rule]! + 1]!++;
  for (let value = 1; value < starts.length; value++) starts[value]! += starts[value - 1]!;
  const next = starts.slice();
  const { length } = chosen;
  const sorted = { starts, targets: new Uint16Array(length), tclasses: new Uint16Array(length), vectors: new Uint32Array(length) };
  for (const rule of chosen) {
    const at = next[source[rule]!]!++;
    sorted.targets[at] = target[rule]!;
    sorted.tclasses[at] = tclass[rule]!;
    sorted.vectors[at] = data[rule]!;
  }
  return sorted;
}

function chosenRules(count: number, counts: (rule: number) => boolean): Uint32Array {
  const chosen = new Uint32Array(count);
  let length = 0;
  for (let rule = 0; rule < count; rule++) if (counts(rule)) chosen[length++] = rule;
  return chosen.subarray(0, length);
}
