import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { WorkBudget } from '../work-budget.ts';
import { AccessCells } from './access-cells.ts';
import { type RulesBySource, rulesBySource } from './rules-by-source.ts';

/** All rows together; Debian's policy takes four million. */
const MAX_STEPS = 500_000_000;

/** Which rules a row is made of, by the rule's index. */
export type RuleFilter = (rule: number) => boolean;

/**
 * What the rules of one kind say about one source and every target and class, attributes expanded. One row after the other is filled into the same cells:
 * all of Debian's policy has four million of them.
 */
export class AccessRow {
  readonly cells: AccessCells;
  readonly #policy: SelinuxPolicy;
  readonly #rules: RulesBySource;
  /** By value. */
  readonly #isAttribute: Uint8Array;
  /** Those of targets that are attributes. */
  readonly #attributeCells: AccessCells;
  readonly #budget = new WorkBudget('expanded rules', MAX_STEPS);

  /** `kind` is one of `ACCESS_RULES`. A policy with more than 2^24 targets and classes is a LimitError. */
  constructor(policy: SelinuxPolicy, kind: number, counts: RuleFilter) {
    this.#policy = policy;
    this.cells = new AccessCells(policy);
    this.#attributeCells = new AccessCells(policy);
    this.#rules = rulesBySource(policy, (rule) => policy.rules.kind[rule] === kind && policy.rules.data[rule] !== 0 && counts(rule));
    this.#isAttribute = Uint8Array.from({ length: policy.types.maxValue + 1 }, (_, value) => Number(policy.types.at(value)?.isAttribute === true));
  }

  /** Replaces the row by that of the type with this value; 0, which is no type, leaves it empty. More than 5 * 10^8 steps for all rows are a LimitError. */
  fill(source: number): void {
    const { attributeMap } = this.#policy;
    this.cells.clear();
    this.#attributeCells.clear();
    this.#addRules(source);
    for (const attribute of attributeMap.attributesOf(source)) this.#addRules(attribute);
    this.#attributeCells.forEach((target, tclass, vector) => {
      const members = attributeMap.membersOf(target);
      this.#budget.spend(members.length);
      for (const member of members) this.cells.add(member, tclass, vector);
    });
  }

  #addRules(value: number): void {
    const { starts, targets, tclasses, vectors } = this.#rules;
    const [start, end] = [starts[value]!, starts[value + 1]!];
    this.#budget.spend(end - start);
    for (let index = start; index < end; index++) {
      const target = targets[index]!;
      const cells = this.#isAttribute[target] === 1 ? this.#attributeCells : this.cells;
      cells.add(target, tclasses[index]!, vectors[index]!);
    }
  }
}
