import { type Finding, type RuleText, type ScanResult, severities, type Verdict } from '@staticfire/findings';
import { stateOf } from '../tally.ts';
import { describeEvidence } from '../terminal/evidence-line.ts';
import { code, packProse, prose } from './markdown-text.ts';
import { details, type Section, table } from './section.ts';

const MAX_EVIDENCE = 300;
const MAX_REASON = 400;

/** Findings of one state, rule by rule, the most severe first. A rule that the result does not describe comes last. */
interface RuleFindings {
  readonly rule: RuleText | undefined;
  readonly id: string;
  readonly findings: readonly Finding[];
}

export function groupFindings(result: ScanResult, state: Verdict | 'waived'): readonly RuleFindings[] {
  const rules = new Map(result.rules.map((rule) => [rule.id, rule]));
  const groups = Map.groupBy(
    result.findings.filter((finding) => stateOf(result, finding) === state),
    ({ ruleId }) => ruleId,
  );
  const all = [...groups].map(([id, findings]) => ({ id, rule: rules.get(id), findings }));
  return bySeverity(all);
}

function bySeverity(groups: readonly RuleFindings[]): readonly RuleFindings[] {
  return [...severities, undefined].flatMap((severity) => groups.filter(({ rule }) => rule?.severity === severity));
}

export function tableFailures(groups: readonly RuleFindings[]): Section[] {
  const rows = groups.map(({ id, rule, findings }) => () => {
    const what = findings.length === 1 || rule === undefined ? prose(findings[0]!.title) : packProse(rule.title);
    return [rule?.severity ?? '', code(id), what, String(findings.length), packProse(rule?.remediation ?? '')];
  });
  return table('Fail', ['severity', 'rule', 'what', 'findings', 'fix'], rows, 'rule');
}

export function tableUnknowns(groups: readonly RuleFindings[]): Section[] {
  const rows = groups.map(({ id, rule, findings }) => () => {
    const [first] = findings;
    return [rule?.severity ?? '', code(id), prose(first!.title), String(findings.length), prose(first!.reason ?? '', MAX_REASON)];
  });
  return table('Unknown: evidence could not be read, so this is not a pass', ['severity', 'rule', 'what', 'findings', 'why'], rows, 'rule');
}

/** Every finding that fails or is unknown, with its first evidence, the most severe first. */
export function listOpen(failures: readonly RuleFindings[], unknowns: readonly RuleFindings[]): Section[] {
  const items = bySeverity([...failures, ...unknowns]).flatMap(({ id, rule, findings }) =>
    findings.map((finding) => () => `${rule?.severity ?? finding.verdict} ${code(id)} ${describeOpen(finding)}`),
  );
  return details('What failed or is unknown, with evidence', items, 'finding');
}

function describeOpen({ verdict, title, reason, evidence: [first] }: Finding): string {
  const why = verdict === 'unknown' ? `: unknown, ${prose(reason ?? '', MAX_REASON)}` : '';
  return `${prose(title)}${why}${first === undefined ? '' : `, because of ${code(describeEvidence(first), MAX_EVIDENCE)}`}`;
}

export function listNotApplicable(groups: readonly RuleFindings[]): Section[] {
  const items = groups.flatMap(({ id, findings }) =>
    findings.map(
      ({ reason, title }) =>
        () =>
          `${code(id)} ${prose(reason ?? title, MAX_REASON)}`,
    ),
  );
  return details('Not applicable', items, 'finding');
}

export function listPasses({ rules }: ScanResult): Section[] {
  const passed = rules.filter(({ verdict }) => verdict === 'pass');
  return details(
    'Pass',
    passed.map(
      ({ id, title }) =>
        () =>
          `${code(id)} ${packProse(title)}`,
    ),
    'rule',
  );
}
