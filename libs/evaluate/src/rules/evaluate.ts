import type { FactsBody } from '@staticfire/facts';
import { type Finding, type RuleText, type Verdict, type VerdictCounts, verdicts } from '@staticfire/findings';
import type { Pack, Rule } from '../packs/index.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { FactConverter } from './fact-converter.ts';

export interface EvaluateOptions {
  /** `release` (an image that was booted is a failure) or `node` (it is the subject). */
  readonly mode: 'release' | 'node';
}

export interface Evaluation {
  /** Sorted by rule id, then subject. */
  readonly findings: readonly Finding[];
  /** Sorted by id. */
  readonly rules: readonly RuleText[];
  readonly counts: VerdictCounts;
  readonly ruleErrors: readonly { readonly ruleId: string; readonly message: string }[];
}

/** STAGE 4: every rule of the packs on the facts of the judged bank. */
export function evaluate(body: FactsBody, packs: readonly Pack[], options: EvaluateOptions = { mode: 'release' }): Evaluation {
  const evaluated = packs.flatMap((pack) => {
    const converter = new FactConverter(pack.types);
    return pack.rules.map((rule) => ({ rule, ...evaluateRule(rule, body, converter, options.mode) }));
  });
  evaluated.sort((a, b) => compareText(a.rule.id, b.rule.id));
  return {
    findings: evaluated.flatMap(({ findings }) => [...findings].sort((a, b) => compareText(a.subject ?? '', b.subject ?? ''))),
    rules: evaluated.map(({ rule, verdict }) => ruleText(rule, verdict)),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, evaluated.filter((each) => each.verdict === verdict).length])) as VerdictCounts,
    ruleErrors: evaluated.flatMap(({ rule, errors }) => [...new Set(errors)].map((message) => ({ ruleId: rule.id, message }))),
  };
}

function ruleText({ id, title, severity, securitySeverity, rationale, remediation, references }: Rule, verdict: Verdict): RuleText {
  return { id, title, severity, securitySeverity, rationale: rationale.trim(), remediation: remediation.trim(), references, verdict };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
