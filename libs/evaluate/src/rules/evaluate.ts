import type { FactsBody } from '@staticfire/facts';
import { type Finding, type RuleText, type VerdictCounts, verdicts } from '@staticfire/findings';
import { moveIntoBand, type Pack, type Rule } from '../packs/index.ts';
import type { JudgedRule } from './judge-rule.ts';
import { judgeRules } from './judge-rules.ts';
import { everything, type Selection } from './selection.ts';

export interface EvaluateOptions {
  /** `release` (an image that was booted is a failure) or `node` (it is the subject). */
  readonly mode: 'release' | 'node';
  /** `YYYY-MM-DD`; rules that ask for the day are unknown without it. */
  readonly today?: string | undefined;
  readonly selection?: Selection;
  /** Rules of foreign packs, judged before in a worker. */
  readonly judged?: ReadonlyMap<string, JudgedRule>;
}

export interface Evaluation {
  /** Sorted by rule id, then subject. */
  readonly findings: readonly Finding[];
  /** Sorted by id. */
  readonly rules: readonly RuleText[];
  readonly counts: VerdictCounts;
  readonly ruleErrors: readonly { readonly ruleId: string; readonly message: string }[];
}

/** STAGE 4: every selected rule of the packs on the facts of the judged bank. */
export function evaluate(body: FactsBody, packs: readonly Pack[], options: EvaluateOptions = { mode: 'release' }): Evaluation {
  const { mode, today, selection = everything, judged } = options;
  const foreign = new Set(packs.filter((pack) => pack.foreign).flatMap((pack) => pack.rules));
  const evaluated = [...judgeRules(packs, { body, mode, today, selection })].map(([rule, judge]) => ({
    rule,
    ...(foreign.has(rule) ? judgedBefore(rule, judged) : judge()),
  }));
  evaluated.sort((a, b) => compareText(a.rule.id, b.rule.id));
  const deciding = evaluated.map(({ rule, image, withUserData }) => ({ rule, ...(withUserData ?? image) }));
  return {
    findings: deciding.flatMap(({ findings }) => [...findings].sort((a, b) => compareText(a.subject ?? '', b.subject ?? ''))),
    rules: evaluated.map(({ rule, ...judgement }) => ruleText(rule, judgement, selection)),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, deciding.filter((each) => each.verdict === verdict).length])) as VerdictCounts,
    ruleErrors: evaluated.flatMap(({ rule, image, withUserData }) =>
      [...new Set([...image.errors, ...(withUserData?.errors ?? [])])].map((message) => ({ ruleId: rule.id, message })),
    ),
  };
}

/** A rule of a foreign pack never runs on this thread. */
function judgedBefore({ id }: Rule, judged: EvaluateOptions['judged']): JudgedRule {
  const before = judged?.get(id);
  if (before === undefined) throw new Error(`${id} comes from a foreign pack and was not judged in a worker`);
  return before;
}

function ruleText(rule: Rule, { image, withUserData }: JudgedRule, { severities }: Selection): RuleText {
  const { id, title, rationale, remediation, references } = rule;
  const severity = severities.get(id) ?? rule.severity;
  const changed = severity !== rule.severity;
  return {
    id,
    title,
    severity,
    securitySeverity: changed ? moveIntoBand(severity, rule.securitySeverity) : rule.securitySeverity,
    rationale: rationale.trim(),
    remediation: remediation.trim(),
    references,
    verdict: (withUserData ?? image).verdict,
    imageVerdict: image.verdict,
    decided: withUserData === undefined ? 'image' : 'user-data',
    ...(changed ? { packSeverity: rule.severity } : {}),
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
