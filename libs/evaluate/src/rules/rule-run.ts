import type { Evidence, Finding, Verdict } from '@staticfire/findings';
import { type Outcome, type Rule, StepBudget, type Variables } from '../packs/index.ts';
import { collectEvidence, type Overlay } from './evidence.ts';
import { fingerprint } from './fingerprint.ts';
import { absentReason, type RuleFacts } from './rule-facts.ts';

export interface RuleEvaluation {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What went wrong while the rule's own expressions ran: a bug of the rule. */
  readonly errors: readonly string[];
}

/** What a finding is about; `item` is that of the forEach, where it is about one. */
export interface About {
  readonly subject?: string;
  readonly reason?: string;
  readonly item?: unknown;
}

/** What a rule is run on. */
export interface RuleInput {
  readonly facts: RuleFacts;
  readonly variables: Variables;
  readonly overlay: Overlay | undefined;
}

/** One run of one rule: whether it applies, what it means when a fact is absent, and only then what its statement comes to. */
export abstract class RuleRun<R extends Rule> {
  protected readonly rule: R;
  protected readonly facts: RuleFacts;
  protected readonly variables: Variables;
  protected readonly budget = new StepBudget();
  protected readonly errors: string[] = [];
  /** What its forEach walks over, once that is known. */
  protected items: readonly unknown[] = [];
  readonly #overlay: Overlay | undefined;
  #whole: readonly Evidence[] | undefined;

  constructor(rule: R, { facts, variables, overlay }: RuleInput) {
    this.rule = rule;
    this.facts = facts;
    this.variables = variables;
    this.#overlay = overlay;
  }

  /** Findings of the rule's statement; every fact that it names is there or unreadable. */
  protected abstract decide(): Finding[];

  run(): RuleEvaluation {
    const findings = this.#applies() ?? this.#absent() ?? this.decide();
    return { verdict: combine(findings.map(({ verdict }) => verdict)), findings, errors: this.errors };
  }

  /** Findings when the rule does not apply, or when that cannot be known; what an absent fact leaves open is for `whenAbsent` to say. */
  #applies(): Finding[] | undefined {
    if (this.rule.appliesWhen === undefined) return undefined;
    const outcome = this.rule.appliesWhen.evaluate(this.variables, this.budget);
    if ('unreadable' in outcome && this.#isAbsence(outcome.unreadable)) return undefined;
    if (!('value' in outcome)) return [this.unknown(outcome)];
    return outcome.value === true
      ? undefined
      : [this.finding('not-applicable', this.rule.title, { reason: `it applies only when ${this.rule.appliesWhen.source}` })];
  }

  #isAbsence(reason: string): boolean {
    return [...this.facts.values()].some((fact) => fact?.state === 'absent' && reason === absentReason(fact.name));
  }

  /** A fact that was looked for and is not there. Beside damaged evidence it can only fail. */
  #absent(): Finding[] | undefined {
    const states = [...this.facts.values()];
    const absent = states.find((fact) => fact?.state === 'absent');
    if (absent === undefined) return undefined;
    const { whenAbsent } = this.rule;
    const damaged = states.find((fact) => fact?.state === 'unreadable');
    if (damaged?.state === 'unreadable' && whenAbsent !== 'fail') return [this.unknown({ unreadable: damaged.error.message })];
    const reason = absentReason(absent.name);
    return [this.finding(whenAbsent, whenAbsent === 'fail' ? `${this.rule.title}: not so, ${reason}` : this.rule.title, { reason })];
  }

  protected unknown(outcome: Exclude<Outcome, { readonly value: unknown }>, options: About = {}): Finding {
    if ('error' in outcome) this.errors.push(outcome.error);
    const reason = 'error' in outcome ? `the rule itself failed: ${outcome.error}` : outcome.unreadable;
    return this.finding('unknown', this.rule.title, { ...options, reason });
  }

  protected finding(verdict: Verdict, title: string, { item, ...options }: About = {}): Finding {
    const { id } = this.rule;
    const evidence = typeof item === 'string' ? this.#collect([item]) : this.#evidence();
    return { ruleId: id, verdict, title, ...options, evidence, fingerprint: fingerprint(id, options.subject) };
  }

  #evidence(): readonly Evidence[] {
    this.#whole ??= this.#collect(this.items);
    return this.#whole;
  }

  #collect(items: readonly unknown[]): readonly Evidence[] {
    return collectEvidence(this.rule, this.facts, items, this.#overlay);
  }
}

/** Any fail → fail, else any unknown → unknown, else pass; all not-applicable → not-applicable. */
function combine(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ['fail', 'unknown', 'pass'] as const) if (verdicts.includes(verdict)) return verdict;
  return 'not-applicable';
}
