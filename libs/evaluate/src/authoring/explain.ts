import type { FactDeclaration } from '@staticfire/facts';
import { type ControlExplanation, explainControl } from './control-explanation.ts';
import { explainFact, type FactExplanation } from './fact-explanation.ts';
import { findNamed } from './find-named.ts';
import { type ExplainContext, explainRule, type RuleExplanation } from './rule-explanation.ts';

/**
 * What `word` names: a rule (`pack:area/name`, `area/name`), a control (`pack/id`, `id`), or a fact of the catalogue. Throws
 * UnknownNameError.
 */
export function explain(word: string, context: ExplainContext, catalogue: readonly FactDeclaration[]): RuleExplanation | ControlExplanation | FactExplanation {
  const fact = catalogue.find(({ name }) => name === word);
  if (fact !== undefined) return explainFact(fact, context);
  const names = catalogue.map(({ name }) => name);
  const named = findNamed(context.packs, word, names);
  return named.kind === 'rule' ? explainRule(named.rule, named.pack, context) : explainControl(named.control, named.pack, context.packs);
}
