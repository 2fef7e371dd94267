import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import type { AccessRow } from '../access/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { conditionKeys, conditionSuffix } from './condition-keys.ts';

const VALUES = 0x10000;
const MAX_STEPS = 100_000_000;

/** What one condition adds to a source's unconditional access. */
export class ConditionCells {
  /** As behind a rule: ` [ condition ]:True`. */
  readonly condition: string;
  readonly #vectors = new Map<number, number>();

  constructor(condition: string) {
    this.condition = condition;
  }

  add(target: number, tclass: number, vector: number): void {
    const cell = target * VALUES + tclass;
    this.#vectors.set(cell, ((this.#vectors.get(cell) ?? 0) | vector) >>> 0);
  }

  at(target: number, tclass: number): number {
    return this.#vectors.get(target * VALUES + tclass) ?? 0;
  }

  forEach(visit: (target: number, tclass: number, vector: number) => void): void {
    for (const [cell, vector] of this.#vectors) visit(Math.trunc(cell / VALUES), cell % VALUES, vector);
  }
}

/** Conditional rules of one kind, source by source. */
export class ConditionalCells {
  readonly #policy: SelinuxPolicy;
  readonly #keys: readonly string[];
  readonly #budget = new WorkBudget('expanded conditional rules', MAX_STEPS);
  /** By what the rule names as its source. */
  readonly #rules: ReadonlyMap<number, readonly number[]>;

  constructor(policy: SelinuxPolicy, kind: number) {
    this.#policy = policy;
    this.#keys = conditionKeys(policy);
    const { unconditionalCount, count, source, kind: kinds } = policy.rules;
    const rules = Array.from({ length: count - unconditionalCount }, (_, index) => unconditionalCount + index);
    this.#rules = Map.groupBy(
      rules.filter((rule) => kinds[rule] === kind),
      (rule) => source[rule]!,
    );
  }

  /** By condition, what is not in the row of the same source already. */
  of(source: number, row: AccessRow): Map<string, ConditionCells> {
    const { rules, attributeMap } = this.#policy;
    const found = new Map<string, ConditionCells>();
    for (const rule of [source, ...attributeMap.attributesOf(source)].flatMap((value) => this.#rules.get(value) ?? [])) {
      const tclass = rules.tclass[rule]!;
      const targets = attributeMap.membersOf(rules.target[rule]!);
      this.#budget.spend(targets.length);
      for (const target of targets) {
        const vector = (rules.data[rule]! & ~row.at(target, tclass)) >>> 0;
        if (vector !== 0) this.#cellsOf(found, rules.conditional[rule]!).add(target, tclass, vector);
      }
    }
    return found;
  }

  #cellsOf(found: Map<string, ConditionCells>, conditional: number): ConditionCells {
    const key = this.#keys[conditional]!;
    let cells = found.get(key);
    if (cells === undefined) {
      cells = new ConditionCells(conditionSuffix(this.#policy, conditional));
      found.set(key, cells);
    }
    return cells;
  }
}
