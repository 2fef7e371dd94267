import type { Severity } from '@staticfire/findings';

/** A selection of controls and rules, with thresholds. */
export interface Profile {
  /** `pack/name`. */
  readonly id: string;
  readonly title: string;
  /** Ids of its pack's controls. */
  readonly controls: readonly string[];
  /** Ids of rules; one that ends in `/` stands for all below it. */
  readonly rules: readonly string[];
  /** Rule id → severity. */
  readonly severities: Readonly<Record<string, Severity>>;
  readonly failOn?: Severity | 'none';
}

/** Whether a word of a profile or a prefix `pack:area/` covers a rule. */
export function coversRule(word: string, ruleId: string): boolean {
  return word.endsWith('/') || word.endsWith(':') ? ruleId.startsWith(word) : word === ruleId;
}
