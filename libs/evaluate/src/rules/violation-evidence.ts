import type { Evidence } from '@staticfire/findings';
import { ASSERTION_FACTS, POLICY_FACT } from '../packs/index.ts';
import type { RuleFacts } from './rule-facts.ts';
import { shortenValue } from './shorten-value.ts';
import type { FoundViolation } from './violation-subjects.ts';

/** What proves a violation: the rules of the policy as sesearch prints them, or what was found instead; and why something is denied. */
export function violationEvidence({ kind, violation }: FoundViolation, facts: RuleFacts): readonly Evidence[] {
  const { rules, message, denied } = violation;
  const ofPolicy = evidenceOf(POLICY_FACT, facts);
  const proof =
    rules.length > 0
      ? { ...ofPolicy, path: 'rules', value: shortenValue(rules) }
      : { ...evidenceOf(ASSERTION_FACTS[kind] ?? POLICY_FACT, facts), path: 'violation', value: shortenValue(message) };
  return denied === undefined ? [proof] : [proof, { ...ofPolicy, path: 'denied', value: denied }];
}

function evidenceOf(name: string, facts: RuleFacts): Omit<Evidence, 'path'> {
  const fact = [...facts.values()].find((each) => each?.name === name)!;
  return { fact: name, ...(fact.bank === undefined ? {} : { bank: fact.bank }), sources: fact.sources };
}
