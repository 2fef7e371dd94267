import { RuleText } from '@staticfire/analyze/selinux';
import type { SelinuxPolicy } from '@staticfire/scan/selinux';
import type { ProofOptions } from './policy-options.ts';

/** The text of rules by their indexes, sorted, without repeats; nothing when the caller wants it brief. */
export class RuleLines {
  readonly #text: RuleText;
  readonly #brief: boolean;

  constructor(policy: SelinuxPolicy, { brief = false }: ProofOptions) {
    this.#text = new RuleText(policy);
    this.#brief = brief;
  }

  of(rules: Iterable<number>): { readonly rules?: readonly string[] } {
    if (this.#brief) return {};
    return { rules: [...new Set(rules)].map((rule) => this.#text.rule(rule)).sort() };
  }
}

/** A line, and below it the rules that prove it. */
export function* withRules(title: string, rules: readonly string[] | undefined): Generator<string> {
  yield title;
  for (const rule of rules ?? []) yield `    ${rule}`;
}
