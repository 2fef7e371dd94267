import type { SecretRule } from './secret-rule.ts';

type Hinted = Pick<SecretRule, 'hint' | 'reach' | 'before'>;

/** A part of a text. */
export interface Part {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Finds the parts of a text that rules are worth being shown, in one pass over it. Where hints of two rules begin at one place the first rule is shown it. */
export class HintSearch<R extends Hinted> {
  readonly #rules: readonly R[];
  /** Most texts have none: that is known sooner without asking which. */
  readonly #anyHint: RegExp;
  readonly #hints: RegExp;

  constructor(rules: readonly R[]) {
    this.#rules = rules;
    this.#anyHint = new RegExp(rules.map(({ hint }) => hint).join('|'));
    this.#hints = new RegExp(rules.map(({ hint }) => `(${hint})`).join('|'), 'g');
  }

  /** For each rule with a hint in the text the parts around its hints, in order; what would overlap is one part, so that a rule sees nothing twice. */
  parts(text: string): ReadonlyMap<R, readonly Part[]> {
    const found = new Map<R, Part[]>();
    if (!this.#anyHint.test(text)) return found;
    for (const match of text.matchAll(this.#hints)) {
      const rule = this.#rules[match.findIndex((group, index) => index > 0 && group !== undefined) - 1]!;
      const parts = found.get(rule) ?? [];
      found.set(rule, parts);
      const part = { start: Math.max(0, match.index - (rule.before ?? 1)), end: Math.min(text.length, match.index + match[0].length + rule.reach) };
      const last = parts.at(-1);
      if (last !== undefined && part.start <= last.end) parts[parts.length - 1] = { start: last.start, end: part.end };
      else parts.push(part);
    }
    return found;
  }
}
