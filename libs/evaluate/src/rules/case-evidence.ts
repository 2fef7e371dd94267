import { type AssertionData, type ClassMaps, moduleEvidence, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import { type CilChange, SamplePolicy } from '@staticfire/analyze/selinux/compile';
import { MODULES_FACT, type Pack, POLICY_FACT, type RuleCase, type SelinuxRule } from '../packs/index.ts';
import { assertionData, type PolicyEvidence } from './policy-evidence.ts';
import type { RuleFacts } from './rule-facts.ts';

/** What a sample or a case says of a policy beside its fact. */
interface PolicyText {
  readonly $cil?: string;
  readonly $without?: readonly string[];
}

/** Samples are parsed once for all cases of a pack. */
const parsed = new WeakMap<Pack, SamplePolicy>();

/** What a case of an SELinux rule looks into: the sample policy of its pack with the case's changes, and the modules that the sample is made of with those of its own. */
export class CaseEvidence implements PolicyEvidence {
  readonly #sample: SamplePolicy;
  readonly #rule: SelinuxRule;
  readonly #given: RuleCase['given'];

  /** Throws what is wrong with the sample. */
  constructor(pack: Pack, rule: SelinuxRule, { given }: RuleCase) {
    this.#sample = parsed.get(pack) ?? new SamplePolicy((pack.samples.get(POLICY_FACT) as PolicyText | undefined)?.$cil ?? '');
    parsed.set(pack, this.#sample);
    this.#rule = rule;
    this.#given = given;
  }

  /** Throws what is wrong with the case's CIL. */
  policy(): { readonly value: SelinuxPolicy } {
    return { value: this.#sample.policy(this.#changeOf(POLICY_FACT)) };
  }

  data(facts: RuleFacts, classMaps: ClassMaps): AssertionData {
    const hasModules = [...this.#rule.facts.values()].some(({ name }) => name === MODULES_FACT);
    const modules = hasModules ? moduleEvidence(() => this.#sample.modules(this.#changeOf(MODULES_FACT))) : undefined;
    return assertionData(facts, classMaps, () => modules);
  }

  #changeOf(fact: string): CilChange {
    const variable = [...this.#rule.facts].find(([, { name }]) => name === fact)?.[0];
    const { $cil, $without } = (this.#given[variable ?? ''] ?? {}) as PolicyText;
    return { ...($cil === undefined ? {} : { cil: $cil }), ...($without === undefined ? {} : { without: $without }) };
  }
}
