import { type Fact, type FactsBody, findFact } from '@staticfire/facts';
import type { Rule, Variables } from '../packs/index.ts';
import type { RuleSettings } from './evaluate-rule.ts';
import type { FactConverter } from './fact-converter.ts';

/** A rule's facts in one image, by variable. */
export type RuleFacts = ReadonlyMap<string, Fact | undefined>;

export function factsOf(rule: Rule, body: FactsBody, userData: boolean): RuleFacts {
  return new Map([...rule.facts].map(([variable, { name }]) => [variable, findFact(body, name, undefined, { userData })]));
}

/** What expressions see. A fact that no bank has is unreadable here: there is nothing that could be judged. */
export function variablesOf(rule: Rule, facts: RuleFacts, converter: FactConverter, { mode, today, parameters }: RuleSettings): Variables {
  const variables = new Map<string, { value: unknown } | { unreadable: string }>([
    ['mode', { value: mode }],
    ['today', today === undefined ? { unreadable: 'the day is not known' } : { value: today }],
  ]);
  if (parameters !== undefined) variables.set('params', { value: parameters });
  if (rule.row !== undefined) variables.set('row', { value: rule.row.converted });
  for (const [variable, declaration] of rule.facts) {
    const fact = facts.get(variable);
    if (fact?.state === 'present') variables.set(variable, { value: converter.convert(declaration, fact) });
    else variables.set(variable, { unreadable: unreadableReason(declaration.name, fact) });
  }
  return variables;
}

/** What an expression that touches a fact without a value comes to. */
export function absentReason(name: string): string {
  return `the image has no ${name}`;
}

function unreadableReason(name: string, fact: Fact | undefined): string {
  if (fact?.state === 'unreadable') return fact.error.message;
  return fact === undefined ? `${name} is not known: no bank of the image can boot` : absentReason(name);
}
