import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { activeBranches, type Conditions } from '../access/index.ts';
import { typeMarks } from '../type-marks.ts';
import { WorkBudget } from '../work-budget.ts';
import type { DomainTransition, Entrypoint } from './domain-transition.ts';
import { type TransitionPurpose, TransitionRules } from './transition-rules.ts';

export interface TransitionOptions {
  /** Which conditional rules count; `any` unless given. */
  readonly conditions?: Conditions;
  /** Types, aliases or attributes that are neither domains nor entrypoints of an answer. */
  readonly exclude?: readonly string[];
}

/** All questions together; every transition of Debian's policy takes 140 000. */
const MAX_STEPS = 100_000_000;
const NONE: readonly number[] = [];

/**
 * Which domains can become which others, as far as type enforcement decides (roles, constraints and noexec mounts may forbid more). A domain that becomes
 * itself is no transition. Names that the policy does not define are an UnknownSymbolError.
 */
export class DomainTransitions {
  readonly #policy: SelinuxPolicy;
  readonly #rules: TransitionRules;
  readonly #excluded: Uint8Array;
  readonly #budget = new WorkBudget('domain transitions', MAX_STEPS);
  readonly #entrypoints = new Map<number, Map<number, number[]>>();

  constructor(policy: SelinuxPolicy, { conditions = 'any', exclude = [] }: TransitionOptions = {}) {
    this.#policy = policy;
    this.#rules = new TransitionRules(policy, activeBranches(policy, conditions));
    this.#excluded = typeMarks(policy, exclude);
  }

  /** Out of the type with this value, by target. */
  from(source: number): DomainTransition[] {
    if (this.#excluded[source] === 1) return [];
    const exec = this.#targets('transition', source);
    const dynamic = this.#targets('dyntransition', source);
    const domain = exec.size === 0 ? undefined : this.#describe(source);
    const setcurrent = dynamic.size === 0 ? NONE : this.#own('setcurrent', source);
    const targets = [...new Set([...exec.keys(), ...dynamic.keys()])].filter((target) => target !== source && this.#excluded[target] !== 1);
    return targets
      .sort((a, b) => a - b)
      .flatMap((target) => {
        const entrypoints = domain !== undefined && exec.has(target) ? this.#entrypointsOf(domain, target) : [];
        const byExec = entrypoints.length > 0 ? { transition: exec.get(target)!, setexec: domain!.setexec } : { transition: NONE, setexec: NONE };
        const isDynamic = setcurrent.length > 0 && dynamic.has(target);
        if (entrypoints.length === 0 && !isDynamic) return [];
        const byDynamic = isDynamic ? { dyntransition: dynamic.get(target)!, setcurrent } : { dyntransition: NONE, setcurrent: NONE };
        return [{ source, target, ...byExec, entrypoints, ...byDynamic }];
      });
  }

  /** Into the type with this value, by source. */
  into(target: number): DomainTransition[] {
    return this.#sources(target).flatMap((source) => this.from(source).filter((each) => each.target === target));
  }

  /** All there are, by source and target. */
  *all(): Generator<DomainTransition> {
    for (const source of this.#sources(undefined)) yield* this.from(source);
  }

  #targets(purpose: TransitionPurpose, source: number): Map<number, number[]> {
    return this.#collect(this.#rules.of(purpose, 'source', source), 'target');
  }

  /** Rules by each type that the column stands for. */
  #collect(found: readonly number[], column: 'source' | 'target'): Map<number, number[]> {
    const { rules, attributeMap } = this.#policy;
    const byType = new Map<number, number[]>();
    for (const rule of [...found].sort((a, b) => a - b)) {
      const members = attributeMap.membersOf(rules[column][rule]!);
      this.#budget.spend(1 + members.length);
      for (const type of members) {
        const list = byType.get(type);
        if (list === undefined) byType.set(type, [rule]);
        else list.push(rule);
      }
    }
    return byType;
  }

  /** setools takes any target for setexec and setcurrent, which the kernel checks against the process itself. */
  #own(purpose: TransitionPurpose, source: number): number[] {
    const { rules, attributeMap } = this.#policy;
    const names = new Set([source, ...attributeMap.attributesOf(source)]);
    return this.#rules
      .of(purpose, 'source', source)
      .filter((rule) => names.has(rules.target[rule]!))
      .sort((a, b) => a - b);
  }

  #describe(source: number): Domain {
    const { rules } = this.#policy;
    const transitions = this.#rules.of('typeTransition', 'source', source);
    const byTarget = Map.groupBy(transitions, (rule) => rules.data[rule]!);
    const typeTransitions = new Map([...byTarget].map(([target, found]) => [target, this.#collect(found, 'target')]));
    return { execute: this.#targets('execute', source), setexec: this.#own('setexec', source), typeTransitions };
  }

  #entrypointsOf({ execute, setexec, typeTransitions }: Domain, target: number): Entrypoint[] {
    const chosen = typeTransitions.get(target);
    if (chosen === undefined && setexec.length === 0) return [];
    const found: Entrypoint[] = [];
    const rules = this.#entrypointRules(target);
    this.#budget.spend(rules.size);
    for (const [type, entrypoint] of rules) {
      const typeTransition = chosen?.get(type) ?? NONE;
      const executes = execute.get(type);
      if (executes === undefined || this.#excluded[type] === 1 || (setexec.length === 0 && typeTransition.length === 0)) continue;
      found.push({ type, entrypoint, execute: executes, typeTransition });
    }
    return found.sort((a, b) => a.type - b.type);
  }

  #entrypointRules(target: number): Map<number, number[]> {
    let found = this.#entrypoints.get(target);
    if (found === undefined) {
      found = this.#targets('entrypoint', target);
      this.#entrypoints.set(target, found);
    }
    return found;
  }

  /** Domains that a rule lets become the target, or any other, ascending. */
  #sources(target: number | undefined): number[] {
    const found = (['transition', 'dyntransition'] as const).flatMap((purpose) => {
      return target === undefined ? this.#rules.all(purpose) : this.#rules.of(purpose, 'target', target);
    });
    return [...this.#collect(found, 'source').keys()].sort((a, b) => a - b);
  }
}

/** What one domain brings to its transitions. */
interface Domain {
  /** By type of the file. */
  readonly execute: ReadonlyMap<number, readonly number[]>;
  readonly setexec: readonly number[];
  /** By new domain, then by type of the file. */
  readonly typeTransitions: ReadonlyMap<number, ReadonlyMap<number, readonly number[]>>;
}
