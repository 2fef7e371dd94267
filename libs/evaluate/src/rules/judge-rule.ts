import type { FactsBody } from '@staticfire/facts';
import type { Rule } from '../packs/index.ts';
import { evaluateRule, type RuleEvaluation, type RuleSettings } from './evaluate-rule.ts';
import type { FactConverter } from './fact-converter.ts';

/** A rule on the image, and with user data where they change what it reads. Plain data: it crosses threads. */
export interface JudgedRule {
  readonly image: RuleEvaluation;
  readonly withUserData?: RuleEvaluation;
}

export function judgeRule(rule: Rule, body: FactsBody, converter: FactConverter, settings: RuleSettings): JudgedRule {
  const image = evaluateRule(rule, body, converter, settings);
  if (!readsUserData(rule, body)) return { image };
  return { image, withUserData: evaluateRule(rule, layUserData(body), converter, settings) };
}

function readsUserData(rule: Rule, { userData }: FactsBody): boolean {
  if (rule.decidedBy === 'image' || userData === undefined) return false;
  const changed = new Set(userData.facts.map(({ name }) => name));
  return [...rule.facts.values()].some(({ name }) => changed.has(name));
}

const overlays = new WeakMap<FactsBody, FactsBody>();

/** The facts with those of the user data in their places; the same object for the same body. */
function layUserData(body: FactsBody): FactsBody {
  let overlay = overlays.get(body);
  if (overlay === undefined) {
    // The first of a name is the one that is found.
    overlay = { ...body, facts: [...(body.userData?.facts ?? []), ...body.facts] };
    overlays.set(body, overlay);
  }
  return overlay;
}
