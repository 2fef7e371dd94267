import type { FactsBody } from '@staticfire/facts';
import type { Rule } from '../packs/index.ts';
import { evaluateRule, type RuleSettings } from './evaluate-rule.ts';
import type { FactConverter } from './fact-converter.ts';
import type { RuleEvaluation } from './rule-run.ts';

/** A rule on the image, and with user data where they change what it reads. Plain data: it crosses threads. */
export interface JudgedRule {
  readonly image: RuleEvaluation;
  readonly withUserData?: RuleEvaluation;
}

export function judgeRule(rule: Rule, body: FactsBody, converter: FactConverter, settings: RuleSettings): JudgedRule {
  const image = evaluateRule(rule, body, converter, settings);
  if (!readsUserData(rule, body)) return { image };
  return { image, withUserData: evaluateRule(rule, body, converter, { ...settings, userData: true }) };
}

function readsUserData(rule: Rule, { userData }: FactsBody): boolean {
  if (rule.decidedBy === 'image' || userData === undefined) return false;
  const changed = new Set(userData.facts.map(({ name }) => name));
  return [...rule.facts.values()].some(({ name }) => changed.has(name));
}
