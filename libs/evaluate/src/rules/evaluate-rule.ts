import type { FactsBody } from '@staticfire/facts';
import type { Evidence, Finding, Verdict } from '@staticfire/findings';
import { type Outcome, type Rule, StepBudget, type Variables } from '../packs/index.ts';
import { collectEvidence, type Overlay } from './evidence.ts';
import type { FactConverter } from './fact-converter.ts';
import { fingerprint } from './fingerprint.ts';
import { absentReason, factsOf, type RuleFacts, variablesOf } from './rule-facts.ts';

export interface RuleEvaluation {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** What went wrong while the rule's own expressions ran: a bug of the rule. */
  readonly errors: readonly string[];
}

/** What a finding is about; `item` is that of the forEach, where it is about one. */
interface About {
  readonly subject?: string;
  readonly reason?: string;
  readonly item?: unknown;
}

/** What expressions see beside facts. */
export interface RuleSettings {
  readonly mode: 'release' | 'node';
  /** The converted parameters of the rule's pack. */
  readonly parameters?: ReadonlyMap<string, unknown> | undefined;
  /** Take facts as they are with the user data of the body. */
  readonly userData?: boolean;
}

/** One rule on one image. */
export function evaluateRule(rule: Rule, body: FactsBody, converter: FactConverter, settings: RuleSettings): RuleEvaluation {
  const facts = factsOf(rule, body, settings.userData ?? false);
  const overlay = settings.userData ? body.userData : undefined;
  return new RuleRun(rule, facts, variablesOf(rule, facts, converter, settings), overlay).run();
}

class RuleRun {
  readonly #rule: Rule;
  readonly #facts: RuleFacts;
  readonly #variables: Variables;
  readonly #overlay: Overlay | undefined;
  /** What its forEach walks over, once that is known. */
  #items: readonly unknown[] = [];
  #whole: readonly Evidence[] | undefined;
  readonly #budget = new StepBudget();
  readonly #errors: string[] = [];

  constructor(rule: Rule, facts: RuleFacts, variables: Variables, overlay: Overlay | undefined) {
    this.#rule = rule;
    this.#facts = facts;
    this.#variables = variables;
    this.#overlay = overlay;
  }

  run(): RuleEvaluation {
    const findings = this.#applies() ?? this.#absent() ?? (this.#rule.forEach === undefined ? [this.#assertOnce()] : this.#assertEach());
    return { verdict: combine(findings.map(({ verdict }) => verdict)), findings, errors: this.#errors };
  }

  /** Findings when the rule does not apply, or when that cannot be known; what an absent fact leaves open is for `whenAbsent` to say. */
  #applies(): Finding[] | undefined {
    if (this.#rule.appliesWhen === undefined) return undefined;
    const outcome = this.#rule.appliesWhen.evaluate(this.#variables, this.#budget);
    if ('unreadable' in outcome && this.#isAbsence(outcome.unreadable)) return undefined;
    if (!('value' in outcome)) return [this.#unknown(outcome)];
    return outcome.value === true
      ? undefined
      : [this.#finding('not-applicable', this.#rule.title, { reason: `it applies only when ${this.#rule.appliesWhen.source}` })];
  }

  #isAbsence(reason: string): boolean {
    return [...this.#facts.values()].some((fact) => fact?.state === 'absent' && reason === absentReason(fact.name));
  }

  /** A fact that was looked for and is not there. Beside damaged evidence it can only fail. */
  #absent(): Finding[] | undefined {
    const states = [...this.#facts.values()];
    const absent = states.find((fact) => fact?.state === 'absent');
    if (absent === undefined) return undefined;
    const { whenAbsent } = this.#rule;
    const damaged = states.find((fact) => fact?.state === 'unreadable');
    if (damaged?.state === 'unreadable' && whenAbsent !== 'fail') return [this.#unknown({ unreadable: damaged.error.message })];
    const reason = absentReason(absent.name);
    return [this.#finding(whenAbsent, whenAbsent === 'fail' ? `${this.#rule.title}: not so, ${reason}` : this.#rule.title, { reason })];
  }

  #assertOnce(): Finding {
    return this.#judge(this.#rule.assert.evaluate(this.#variables, this.#budget), this.#variables, {});
  }

  /** A finding for each item that fails; otherwise one for the whole. Items that cannot be read make one unknown finding. */
  #assertEach(): Finding[] {
    const { items, as, subject } = this.#rule.forEach!;
    const list = items.evaluate(this.#variables, this.#budget);
    if (!('value' in list)) return [this.#unknown(list)];
    this.#items = list.value as readonly unknown[];
    const findings = this.#items.map((item) => {
      const variables = new Map([...this.#variables, [as, { value: item }]]);
      const name = subject.evaluate(variables, this.#budget);
      if (!('value' in name)) return this.#unknown(name);
      return this.#judge(this.#rule.assert.evaluate(variables, this.#budget), variables, { subject: String(name.value), item });
    });
    const failed = findings.filter(({ verdict }) => verdict === 'fail');
    const unknown = findings.filter(({ verdict }) => verdict === 'unknown');
    if (failed.length + unknown.length === 0) return [this.#finding('pass', this.#rule.title)];
    return [...distinct(failed), ...(unknown.length === 0 ? [] : [this.#summarise(unknown)])];
  }

  #summarise(unknown: readonly Finding[]): Finding {
    const reason = unknown[0]!.reason ?? '';
    return this.#finding('unknown', this.#rule.title, { reason: unknown.length === 1 ? reason : `${reason} (and ${unknown.length - 1} more)` });
  }

  #judge(outcome: Outcome, variables: Variables, options: About): Finding {
    if (!('value' in outcome)) return this.#unknown(outcome, options);
    if (outcome.value === true) return this.#finding('pass', this.#rule.title, options);
    return this.#finding('fail', this.#rule.failTitle.render(variables, this.#budget), options);
  }

  #unknown(outcome: Exclude<Outcome, { readonly value: unknown }>, options: About = {}): Finding {
    if ('error' in outcome) this.#errors.push(outcome.error);
    const reason = 'error' in outcome ? `the rule itself failed: ${outcome.error}` : outcome.unreadable;
    return this.#finding('unknown', this.#rule.title, { ...options, reason });
  }

  #finding(verdict: Verdict, title: string, { item, ...options }: About = {}): Finding {
    const { id } = this.#rule;
    const evidence = typeof item === 'string' ? collectEvidence(this.#rule, this.#facts, [item], this.#overlay) : this.#evidence();
    return { ruleId: id, verdict, title, ...options, evidence, fingerprint: fingerprint(id, options.subject) };
  }

  #evidence(): readonly Evidence[] {
    this.#whole ??= collectEvidence(this.#rule, this.#facts, this.#items, this.#overlay);
    return this.#whole;
  }
}

/** Items with the same subject (two detections of one file) are one finding. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

/** Any fail → fail, else any unknown → unknown, else pass; all not-applicable → not-applicable. */
function combine(verdicts: readonly Verdict[]): Verdict {
  for (const verdict of ['fail', 'unknown', 'pass'] as const) if (verdicts.includes(verdict)) return verdict;
  return 'not-applicable';
}
