import { LimitError } from '@staticfire/read/bytes';
import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { WorkBudget } from '../work-budget.ts';

/** Cells of a row, 64 MiB; Fedora's policy, the largest there is, has a million. */
const MAX_CELLS = 2 ** 24;
/** All rows together; Debian's policy takes four million. */
const MAX_STEPS = 500_000_000;

/** Which rules a row is made of, by the rule's index. */
export type RuleFilter = (rule: number) => boolean;

/**
 * What the rules of one kind say about one source and every target and class, attributes expanded. One row after the other is filled into the same cells:
 * all of Debian's policy has four million of them.
 */
export class AccessRow {
  readonly #policy: SelinuxPolicy;
  readonly #kind: number;
  readonly #counts: RuleFilter;
  readonly #classes: number;
  /** Access vectors by target and class. */
  readonly #cells: Uint32Array;
  /** The cells that are not 0, and at first those of attributes. */
  readonly #touched: Uint32Array;
  readonly #budget = new WorkBudget('expanded rules', MAX_STEPS);
  #count = 0;

  /** `kind` is one of `ACCESS_RULES`. A policy with more than 2^24 targets and classes is a LimitError. */
  constructor(policy: SelinuxPolicy, kind: number, counts: RuleFilter) {
    this.#policy = policy;
    this.#kind = kind;
    this.#counts = counts;
    this.#classes = policy.classes.maxValue + 1;
    const cells = (policy.types.maxValue + 1) * this.#classes;
    if (cells > MAX_CELLS)
      throw new LimitError({ structure: 'SELinux policy', message: `${cells} pairs of a type and a class, at most ${MAX_CELLS} are expanded` });
    this.#cells = new Uint32Array(cells);
    this.#touched = new Uint32Array(cells);
  }

  /** Replaces the row by that of the type with this value; 0, which is no type, leaves it empty. More than 5 * 10^8 steps for all rows are a LimitError. */
  fill(source: number): void {
    const { attributeMap } = this.#policy;
    for (let index = 0; index < this.#count; index++) this.#cells[this.#touched[index]!] = 0;
    this.#count = 0;
    this.#addRules(source);
    for (const attribute of attributeMap.attributesOf(source)) this.#addRules(attribute);
    this.#expandTargets();
  }

  /** How many pairs of a target and a class have a permission. */
  get size(): number {
    return this.#count;
  }

  /** The access vector of a target and a class, unsigned. */
  at(target: number, tclass: number): number {
    return this.#cells[target * this.#classes + tclass]!;
  }

  /** Calls `visit` with each target and class that has a permission, in no order that means anything. */
  forEach(visit: (target: number, tclass: number, vector: number) => void): void {
    for (let index = 0; index < this.#count; index++) {
      const cell = this.#touched[index]!;
      const target = Math.trunc(cell / this.#classes);
      visit(target, cell - target * this.#classes, this.#cells[cell]!);
    }
  }

  #addRules(value: number): void {
    const { rules, ruleIndex } = this.#policy;
    const { kind, target, tclass, data } = rules;
    const named = ruleIndex.bySource(value);
    this.#budget.spend(named.length);
    for (const rule of named) {
      if (kind[rule] === this.#kind && data[rule] !== 0 && this.#counts(rule)) this.#add(target[rule]! * this.#classes + tclass[rule]!, data[rule]!);
    }
  }

  #add(cell: number, vector: number): void {
    const before = this.#cells[cell]!;
    this.#cells[cell] = before | vector;
    if (before === 0) this.#touched[this.#count++] = cell;
  }

  /** Turns cells of attributes into those of their members; none of these is an attribute. */
  #expandTargets(): void {
    const { attributeMap, types } = this.#policy;
    const rules = this.#touched.slice(0, this.#count);
    this.#count = 0;
    for (const cell of rules) if (!types.at(Math.trunc(cell / this.#classes))!.isAttribute) this.#touched[this.#count++] = cell;
    for (const cell of rules) {
      const target = Math.trunc(cell / this.#classes);
      if (!types.at(target)!.isAttribute) continue;
      const vector = this.#cells[cell]!;
      this.#cells[cell] = 0;
      const tclass = cell - target * this.#classes;
      const members = attributeMap.membersOf(target);
      this.#budget.spend(members.length);
      for (const member of members) this.#add(member * this.#classes + tclass, vector);
    }
  }
}
