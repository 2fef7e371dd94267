import { RuleText, WorkBudget } from '@staticfire/analyze/selinux';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import type { ProofOptions } from './policy-options.ts';

/** Some 200 MB of text. */
const MAX_LINES = 2_000_000;

/** The text of rules by their indexes, sorted, without repeats; nothing when the caller wants it brief. More than 2 000 000 lines are a LimitError. */
export class RuleLines {
  readonly #text: RuleText;
  readonly #brief: boolean;
  readonly #known = new Map<number, string>();
  readonly #budget = new WorkBudget('rules that prove the answer (--brief leaves them out)', MAX_LINES);

  constructor(policy: SelinuxPolicy, { brief = false }: ProofOptions) {
    this.#text = new RuleText(policy);
    this.#brief = brief;
  }

  of(rules: Iterable<number>): { readonly rules?: readonly string[] } {
    if (this.#brief) return {};
    const chosen = [...new Set(rules)];
    this.#budget.spend(chosen.length);
    return { rules: chosen.map((rule) => this.#textOf(rule)).sort() };
  }

  #textOf(rule: number): string {
    const text = this.#known.get(rule) ?? this.#text.rule(rule);
    this.#known.set(rule, text);
    return text;
  }
}

/** A line, and below it the rules that prove it. */
export function* withRules(title: string, rules: readonly string[] | undefined): Generator<string> {
  yield title;
  for (const rule of rules ?? []) yield `    ${rule}`;
}
