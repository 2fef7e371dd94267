import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { activeBranches, type Conditions, isActive } from '../access/index.ts';
import { markNames, matches } from '../query-marks.ts';
import { shortestPaths } from '../shortest-paths.ts';
import { typeMarks } from '../type-marks.ts';
import { WorkBudget } from '../work-budget.ts';
import type { PermissionMap } from './permission-map.ts';
import { permissionMap } from './permission-map-table.ts';
import { type RuleWeights, weighRules } from './rule-weights.ts';

export interface FlowOptions {
  /** `permissionMap` unless given. */
  readonly map?: PermissionMap;
  /** Classes whose permissions count; all unless given. */
  readonly classes?: readonly string[];
  /** The least weight of a permission that counts, 1 unless given. */
  readonly minWeight?: number;
  /** Types, aliases or attributes that nothing flows through. */
  readonly exclude?: readonly string[];
  /** Which conditional rules count; `any` unless given. */
  readonly conditions?: Conditions;
}

/** Information that can go from one type to another by one access. */
export interface Flow {
  readonly source: number;
  readonly target: number;
  /** That of the heaviest permission, 1 to 10. */
  readonly weight: number;
}

/** All questions together; every flow of Debian's policy takes 20 million. */
const MAX_STEPS = 500_000_000;

/** By type, the heaviest flow to or from each; 0 for none. */
type Weights = Uint8Array;

/**
 * Which types can tell which others something, by what allow rules grant: a subject writes to an object, an object is read by a subject. Rows are made when
 * they are asked for, one for each type. Names that the policy does not define are an UnknownSymbolError.
 */
export class InformationFlow {
  readonly #policy: SelinuxPolicy;
  readonly #weights: RuleWeights;
  readonly #excluded: Uint8Array;
  readonly #budget = new WorkBudget('information flow', MAX_STEPS);
  readonly #followers = new Map<number, Uint16Array>();

  constructor(policy: SelinuxPolicy, { map = permissionMap, classes, minWeight = 1, exclude = [], conditions = 'any' }: FlowOptions = {}) {
    this.#policy = policy;
    this.#excluded = typeMarks(policy, exclude);
    const marks = markNames(policy.classes, 'class', classes);
    const branches = activeBranches(policy, conditions);
    const { tclass, conditional } = policy.rules;
    this.#weights = weighRules(policy, map, minWeight, (rule) => matches(marks, tclass[rule]!) && isActive(branches, conditional[rule]!));
  }

  /** Direct flows out of the type with this value, by target. */
  from(type: number): Flow[] {
    return this.#listed(type, (target, weight) => ({ source: type, target, weight }), true);
  }

  /** Direct flows into it, by source. */
  into(type: number): Flow[] {
    return this.#listed(type, (source, weight) => ({ source, target: type, weight }), false);
  }

  /** The shortest ways from one type to another, both ends included, at most `limit`. */
  paths(source: number, target: number, limit: number): number[][] {
    if (this.#excluded[source] === 1 || this.#excluded[target] === 1) return [];
    return shortestPaths(source, target, (type) => this.#next(type), limit);
  }

  /** Everything that something can get to in any number of steps, ascending, the type itself left out. */
  reach(type: number): number[] {
    const reached = new Set<number>([type]);
    for (const each of reached) for (const next of this.#next(each)) reached.add(next);
    reached.delete(type);
    return [...reached].sort((a, b) => a - b);
  }

  /** Indexes of the rules that let information go from one type straight to another, ascending. */
  rulesOf({ source, target }: Pick<Flow, 'source' | 'target'>): number[] {
    const { read, write } = this.#weights;
    return [...this.#between(source, target, write), ...this.#between(target, source, read)].sort((a, b) => a - b);
  }

  /** Rules of a subject and an object, attributes included, that weigh something. */
  #between(subject: number, object: number, weights: Uint8Array): number[] {
    const { attributeMap, ruleIndex, rules } = this.#policy;
    const objects = attributeMap.matching(object);
    const subjects = [subject, ...attributeMap.attributesOf(subject)];
    return subjects.flatMap((value) => {
      const named = ruleIndex.bySource(value);
      this.#budget.spend(named.length);
      return [...named].filter((rule) => weights[rule]! > 0 && objects[rules.target[rule]!] === 1);
    });
  }

  #listed(type: number, flowOf: (other: number, weight: number) => Flow, isOut: boolean): Flow[] {
    const flows: Flow[] = [];
    this.#row(type, isOut).forEach((weight, other) => {
      if (weight > 0) flows.push(flowOf(other, weight));
    });
    return flows;
  }

  #next(type: number): Uint16Array {
    let next = this.#followers.get(type);
    if (next === undefined) {
      const row = this.#row(type, true);
      const types: number[] = [];
      for (let other = 1; other < row.length; other++) if (row[other]! > 0) types.push(other);
      next = Uint16Array.from(types);
      this.#followers.set(type, next);
    }
    return next;
  }

  /** Weights by the other type: first of what rules name, then of the types that it stands for. */
  #row(type: number, isOut: boolean): Weights {
    const row = new Uint8Array(this.#policy.types.maxValue + 1);
    if (this.#excluded[type] === 1) return row;
    this.#weigh(type, isOut, row);
    this.#expand(row);
    for (let value = 1; value < row.length; value++) if (value === type || this.#excluded[value] === 1) row[value] = 0;
    return row;
  }

  /** Notes each type or attribute that rules for this one name at the other end. */
  #weigh(type: number, isOut: boolean, row: Weights): void {
    const { ruleIndex, rules, attributeMap } = this.#policy;
    const [asSubject, asObject] = isOut ? [this.#weights.write, this.#weights.read] : [this.#weights.read, this.#weights.write];
    for (const value of [type, ...attributeMap.attributesOf(type)]) {
      const [subject, object] = [ruleIndex.bySource(value), ruleIndex.byTarget(value)];
      this.#budget.spend(subject.length + object.length);
      for (const rule of subject) raise(row, rules.target[rule]!, asSubject[rule]!);
      for (const rule of object) raise(row, rules.source[rule]!, asObject[rule]!);
    }
  }

  #expand(row: Weights): void {
    const { types, attributeMap } = this.#policy;
    this.#budget.spend(row.length);
    for (let value = 1; value < row.length; value++) {
      const weight = row[value]!;
      if (weight === 0 || !types.at(value)!.isAttribute) continue;
      row[value] = 0;
      const members = attributeMap.membersOf(value);
      this.#budget.spend(members.length);
      for (const member of members) raise(row, member, weight);
    }
  }
}

function raise(row: Weights, value: number, weight: number): void {
  if (weight > row[value]!) row[value] = weight;
}
