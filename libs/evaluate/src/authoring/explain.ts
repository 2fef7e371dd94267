import { type ControlExplanation, explainControl } from './control-explanation.ts';
import { findNamed } from './find-named.ts';
import { type ExplainContext, explainRule, type RuleExplanation } from './rule-explanation.ts';

/** What `word` names: a rule (`pack:area/name`, `area/name`) or a control (`pack/id`, `id`). Throws UnknownNameError. */
export function explain(word: string, context: ExplainContext): RuleExplanation | ControlExplanation {
  const named = findNamed(context.packs, word);
  return named.kind === 'rule' ? explainRule(named.rule, named.pack, context) : explainControl(named.control, named.pack, context.packs);
}
