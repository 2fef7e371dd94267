import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { AccessCells } from '../access/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { conditionKeys, conditionSuffix } from './condition-keys.ts';

const MAX_STEPS = 100_000_000;

/** Indexes of rules that share a condition, by its key. */
type RulesByCondition = ReadonlyMap<string, readonly number[]>;

/** What conditional rules of one kind add to a source's unconditional access, one condition after another in the same cells. */
export class ConditionalCells {
  readonly cells: AccessCells;
  readonly #policy: SelinuxPolicy;
  readonly #budget = new WorkBudget('expanded conditional rules', MAX_STEPS);
  /** By what the rules name as their source. */
  readonly #rules: ReadonlyMap<number, RulesByCondition>;
  readonly #suffixes = new Map<number, string>();
  /** Of the first rule that added something. */
  #conditional = -1;

  constructor(policy: SelinuxPolicy, kind: number) {
    this.#policy = policy;
    this.cells = new AccessCells(policy);
    const keys = conditionKeys(policy);
    const { unconditionalCount, count, source, conditional, kind: kinds } = policy.rules;
    const rules = Array.from({ length: count - unconditionalCount }, (_, index) => unconditionalCount + index).filter((rule) => kinds[rule] === kind);
    const bySource = Map.groupBy(rules, (rule) => source[rule]!);
    this.#rules = new Map([...bySource].map(([value, own]) => [value, Map.groupBy(own, (rule) => keys[conditional[rule]!]!)]));
  }

  /** The rules of one source, attributes included. */
  rulesOf(source: number): RulesByCondition {
    const found = new Map<string, number[]>();
    for (const value of [source, ...this.#policy.attributeMap.attributesOf(source)]) {
      for (const [key, rules] of this.#rules.get(value) ?? []) {
        const known = found.get(key);
        if (known === undefined) found.set(key, [...rules]);
        else for (const rule of rules) known.push(rule);
      }
    }
    return found;
  }

  /** Replaces the cells by what the rules add to those of the same source. */
  fill(rules: readonly number[], unconditional: AccessCells): void {
    const { attributeMap, rules: table } = this.#policy;
    this.cells.clear();
    this.#conditional = -1;
    for (const rule of rules) {
      const [tclass, data] = [table.tclass[rule]!, table.data[rule]!];
      const targets = attributeMap.membersOf(table.target[rule]!);
      this.#budget.spend(targets.length);
      for (const target of targets) {
        const vector = (data & ~unconditional.at(target, tclass)) >>> 0;
        if (vector !== 0) this.cells.add(target, tclass, vector);
      }
      if (this.#conditional < 0 && this.cells.size > 0) this.#conditional = table.conditional[rule]!;
    }
  }

  /** As behind a rule: ` [ condition ]:True`; empty while the cells are. */
  get condition(): string {
    if (this.#conditional < 0) return '';
    const suffix = this.#suffixes.get(this.#conditional) ?? conditionSuffix(this.#policy, this.#conditional);
    this.#suffixes.set(this.#conditional, suffix);
    return suffix;
  }
}
