import { checkDocument, type FactsBody } from '@staticfire/facts';
import type { Finding, Verdict } from '@staticfire/findings';
import type { Pack, Rule } from '../packs/index.ts';
import { type ListedCase, listCases } from '../rules/check-cases.ts';

export interface CaseFailure {
  readonly ruleId: string;
  readonly name: string;
  readonly expected: Verdict;
  /** Absent when the case could not be run. */
  readonly got?: Verdict;
  /** What is wrong, one sentence each. */
  readonly problems: readonly string[];
  /** What the rule found, where that helps: title and reason. */
  readonly findings: readonly Pick<Finding, 'title' | 'subject' | 'reason'>[];
}

/** What running the cases of packs showed. */
export interface CaseRun {
  readonly rules: number;
  readonly cases: number;
  readonly failures: readonly CaseFailure[];
}

/** Runs the cases of the rules that `chosen` takes. It runs on this thread: for packs whose author is at hand. */
export function runCases(packs: readonly Pack[], chosen: (ruleId: string) => boolean = () => true): CaseRun {
  const failures: CaseFailure[] = [];
  const counts = { rules: 0, cases: 0 };
  for (const pack of packs) {
    const rules = new Map(pack.rules.filter(({ id }) => chosen(id)).map((rule) => [rule.id, rule]));
    const cases = listCases(pack).filter(({ ruleId }) => rules.has(ruleId));
    counts.rules += rules.size;
    counts.cases += cases.length;
    for (const each of cases) failures.push(...judgeCase(each, rules.get(each.ruleId)!));
  }
  return { ...counts, failures };
}

function judgeCase(each: ListedCase, rule: Rule): readonly CaseFailure[] {
  const { ruleId, name, expected, body } = each;
  const failure = { ruleId, name, expected: expected.expect };
  const unfit = misfits(body, rule);
  if (unfit.length > 0) return [{ ...failure, problems: unfit, findings: [] }];
  const { verdict, findings, errors } = each.evaluate();
  const problems = [...errors.map((error) => `the rule itself failed: ${error}`), ...compare(expected, verdict, findings)];
  if (problems.length === 0) return [];
  const shown = findings.map(({ title, subject, reason }) => ({
    title,
    ...(subject === undefined ? {} : { subject }),
    ...(reason === undefined ? {} : { reason }),
  }));
  return [{ ...failure, got: verdict, problems, findings: shown }];
}

function compare({ expect, subjects }: ListedCase['expected'], verdict: Verdict, findings: readonly Finding[]): readonly string[] {
  const failing = findings.filter((finding) => finding.verdict === 'fail').map(({ subject }) => subject ?? '');
  return [
    ...(verdict === expect ? [] : [`expected ${expect}, got ${verdict}`]),
    ...(subjects === undefined || sameWords(failing, subjects) ? [] : [`expected to fail for ${list(subjects)}, fails for ${list(failing)}`]),
  ];
}

/** Facts of a case that no image could have. */
function misfits({ facts }: FactsBody, rule: Rule): readonly string[] {
  const schemas = new Map([...rule.facts.values()].map(({ name, schema }) => [name, schema.json]));
  return facts.flatMap((fact) => {
    if (fact.state !== 'present') return [];
    if (fact.value === undefined) return [`samples.yaml has no ${fact.name}, neither here nor in a required pack`];
    const misfit = checkDocument(fact.value, schemas.get(fact.name)!);
    return misfit === undefined ? [] : [`given ${fact.name}${misfit.pointer} ${misfit.message}`];
  });
}

function list(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}
