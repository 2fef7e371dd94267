import type { FactsBody } from '@staticfire/facts';
import type { Rule } from '../packs/index.ts';
import { ExpressionRun } from './expression-run.ts';
import type { FactConverter } from './fact-converter.ts';
import type { PolicyEvidence } from './policy-evidence.ts';
import { factsOf, variablesOf } from './rule-facts.ts';
import type { RuleEvaluation } from './rule-run.ts';
import { SelinuxRun } from './selinux-run.ts';

/** What expressions see beside facts. */
export interface RuleSettings {
  readonly mode: 'release' | 'node';
  /** The day in UTC, `YYYY-MM-DD`; undefined when it is not known: what depends on it is unknown then. */
  readonly today?: string | undefined;
  /** The converted parameters of the rule's pack. */
  readonly parameters?: ReadonlyMap<string, unknown> | undefined;
  /** Take facts as they are with the user data of the body. */
  readonly userData?: boolean;
  /** What SELinux rules look into. */
  readonly policies: PolicyEvidence;
}

/** One rule on one image. */
export function evaluateRule(rule: Rule, body: FactsBody, converter: FactConverter, settings: RuleSettings): RuleEvaluation {
  const facts = factsOf(rule, body, settings.userData ?? false);
  const overlay = settings.userData ? body.userData : undefined;
  const input = { facts, variables: variablesOf(rule, facts, converter, settings), overlay };
  return (rule.selinux === undefined ? new ExpressionRun(rule, input) : new SelinuxRun(rule, input, settings.policies)).run();
}
