import type { Finding } from '@staticfire/findings';
import type { ExpressionRule, Outcome, Variables } from '../packs/index.ts';
import { type About, RuleRun } from './rule-run.ts';

/** A rule whose statement is an expression over facts. */
export class ExpressionRun extends RuleRun<ExpressionRule> {
  protected override decide(): Finding[] {
    return this.rule.forEach === undefined ? [this.#assertOnce()] : this.#assertEach();
  }

  #assertOnce(): Finding {
    return this.#judge(this.rule.assert.evaluate(this.variables, this.budget), this.variables, {});
  }

  /** A finding for each item that fails; otherwise one for the whole. Items that cannot be read make one unknown finding. */
  #assertEach(): Finding[] {
    const { items, as, subject } = this.rule.forEach!;
    const list = items.evaluate(this.variables, this.budget);
    if (!('value' in list)) return [this.unknown(list)];
    this.items = list.value as readonly unknown[];
    const findings = this.items.map((item) => {
      const variables = new Map([...this.variables, [as, { value: item }]]);
      const name = subject.evaluate(variables, this.budget);
      if (!('value' in name)) return this.unknown(name);
      return this.#judge(this.rule.assert.evaluate(variables, this.budget), variables, { subject: String(name.value), item });
    });
    const failed = findings.filter(({ verdict }) => verdict === 'fail');
    const unknown = findings.filter(({ verdict }) => verdict === 'unknown');
    if (failed.length + unknown.length === 0) return [this.finding('pass', this.rule.title)];
    return [...distinct(failed), ...(unknown.length === 0 ? [] : [this.#summarise(unknown)])];
  }

  #summarise(unknown: readonly Finding[]): Finding {
    const reason = unknown[0]!.reason ?? '';
    return this.finding('unknown', this.rule.title, { reason: unknown.length === 1 ? reason : `${reason} (and ${unknown.length - 1} more)` });
  }

  #judge(outcome: Outcome, variables: Variables, options: About): Finding {
    if (!('value' in outcome)) return this.unknown(outcome, options);
    if (outcome.value === true) return this.finding('pass', this.rule.title, options);
    return this.finding('fail', this.rule.failTitle.render(variables, this.budget), options);
  }
}

/** Items with the same subject (two detections of one file) are one finding. */
function distinct(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}
