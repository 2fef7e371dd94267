import type { FactsBody } from '@staticfire/facts';
import type { Pack, Rule } from '../packs/index.ts';
import type { RuleSettings } from './evaluate-rule.ts';
import { FactConverter } from './fact-converter.ts';
import { type JudgedRule, judgeRule } from './judge-rule.ts';
import { CarriedEvidence } from './policy-evidence.ts';
import { isJudged, type Selection } from './selection.ts';

/** What every rule of a run is judged with. */
export interface Judging {
  readonly body: FactsBody;
  readonly mode: RuleSettings['mode'];
  readonly today?: RuleSettings['today'];
  readonly selection: Selection;
}

/** The selected rules of some packs, one after the other, as they are judged. */
export function* judgeRules(packs: readonly Pack[], { body, mode, today, selection }: Judging): Generator<readonly [rule: Rule, judge: () => JudgedRule]> {
  const policies = new CarriedEvidence(body);
  for (const pack of packs) {
    const converter = new FactConverter(pack.types);
    const settings = { mode, today, parameters: pack.parameters.convert(selection.parameters[pack.id] ?? {}), policies };
    for (const rule of pack.rules) if (isJudged(selection, rule.id)) yield [rule, () => judgeRule(rule, body, converter, settings)];
  }
}
