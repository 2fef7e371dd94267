import { type AssertionData, decideAssertion, describeUndecided, type PolicyAssertion, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import type { Finding } from '@staticfire/findings';
import { nearestWord, type SelinuxRule, violationRecord } from '../packs/index.ts';
import type { PolicyEvidence } from './policy-evidence.ts';
import { type RuleInput, RuleRun } from './rule-run.ts';
import { violationEvidence } from './violation-evidence.ts';
import { type FoundViolation, ViolationSubjects } from './violation-subjects.ts';

/** A rule whose statement is a list of assertions about the SELinux policy: a finding for each subject that is not as one of them says. */
export class SelinuxRun extends RuleRun<SelinuxRule> {
  readonly #policies: PolicyEvidence;
  readonly #undecided: Finding[] = [];

  constructor(rule: SelinuxRule, input: RuleInput, policies: PolicyEvidence) {
    super(rule, input);
    this.#policies = policies;
  }

  protected override decide(): Finding[] {
    const damaged = [...this.rule.facts.keys()].map((variable) => this.variables.get(variable)!).find((state) => 'unreadable' in state);
    if (damaged !== undefined) return [this.unknown(damaged)];
    const policy = this.#policies.policy(this.facts);
    if ('unreadable' in policy) return [this.unknown(policy)];
    const subjects = new ViolationSubjects();
    const data = this.#policies.data(this.facts, this.rule.selinux.classMaps);
    for (const assertion of this.rule.selinux.assertions) this.#decide(policy.value, assertion, data, subjects);
    const findings = [...subjects.violations.map((violation) => this.#failed(violation)), ...this.#more(subjects), ...this.#undecided];
    return findings.length === 0 ? [this.finding('pass', this.rule.title)] : findings;
  }

  #decide(policy: SelinuxPolicy, assertion: PolicyAssertion, data: AssertionData, subjects: ViolationSubjects): void {
    try {
      subjects.add(assertion.assert, decideAssertion(policy, assertion, data));
    } catch (error) {
      const undecided = describeUndecided(error);
      if (undecided === undefined) throw error;
      const { reason, cause, unknown } = undecided;
      const nearest = unknown && nearestWord(unknown.name, unknown.candidates);
      const text = `${assertion.assert}: ${reason}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
      this.#undecided.push(this.unknown(cause === 'assertion' ? { error: text } : { unreadable: text }));
    }
  }

  #failed(found: FoundViolation): Finding {
    const { violation } = found;
    const { subject, message, source = '', target = '', class: tclass = '', permissions = [] } = violation;
    const record = violationRecord.create({ subject, message, source, target, class: tclass, permissions });
    const title = this.rule.failTitle.render(new Map([...this.variables, ['violation', { value: record }]]), this.budget);
    const finding = this.finding('fail', title, { subject });
    return { ...finding, evidence: [...violationEvidence(found, this.facts), ...finding.evidence] };
  }

  /** What is over the number of violations that are listed. */
  #more({ notListed }: ViolationSubjects): Finding[] {
    return notListed === 0 ? [] : [this.finding('fail', `${this.rule.title}: not so, ${notListed} more violations are not listed`)];
  }
}
