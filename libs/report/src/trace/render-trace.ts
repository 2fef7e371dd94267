import type { Finding, Trace, TracedRule } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { describeFact } from './describe-fact.ts';

const MAX_FINDINGS = 20;
const MAX_VALUE = 400;

/** A trace as text for a terminal, safe to print: from the verdict down to the bytes. Ends with a line feed. */
export function renderTrace(trace: Trace): string {
  const { input, userData, rule, findings, facts, gaps } = trace;
  const lines = [
    `${printable(findings[0]?.ruleId ?? '')}${rule === undefined ? '' : `: ${printableProse(rule.title)} (${rule.severity})`}`,
    `  in ${printable(input.path)}, sha256 ${printable(input.sha256)}`,
    ...(userData === undefined ? [] : [`  with ${printable(userData.path)}, sha256 ${printable(userData.sha256)}`]),
    ...findings.slice(0, MAX_FINDINGS).flatMap(findingLines),
    ...(findings.length > MAX_FINDINGS ? [`  … and ${findings.length - MAX_FINDINGS} findings more; name a subject, or take --format json`] : []),
    ...(rule === undefined ? [] : ['because of', ...ruleLines(rule)]),
    'which read',
    ...facts.flatMap((fact) => describeFact(fact, 1)),
    ...gaps.map((gap) => `note: ${printableProse(gap)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function findingLines({ verdict, title, subject, reason, fingerprint }: Finding): readonly string[] {
  return [
    `${verdict.toUpperCase()} ${printable(title, MAX_VALUE)}`,
    ...(subject === undefined ? [] : [`  about       ${printable(subject)}`]),
    ...(reason === undefined ? [] : [`  reason      ${printable(reason, MAX_VALUE)}`]),
    `  fingerprint ${printable(fingerprint)}`,
  ];
}

function ruleLines({ appliesWhen, forEach, assert, language, parameters, row }: TracedRule): readonly string[] {
  const values = Object.entries(parameters).filter(([name]) => [assert, appliesWhen, forEach?.items].some((text) => text?.includes(`params.${name}`)));
  return [
    ...(appliesWhen === undefined ? [] : [`  it applies when ${code(appliesWhen)}`]),
    ...(forEach === undefined ? [] : [`  for each ${printable(forEach.as)} of ${code(forEach.items)}, named ${code(forEach.subject)},`]),
    ...(language === 'selinux' ? ['  it holds when the policy is as all of this says', ...blockLines(assert)] : [`  it holds when ${code(assert)}`]),
    ...Object.entries(row ?? {}).map(([column, value]) => `    row.${printable(column)} = ${json(value)}`),
    ...values.map(([name, value]) => `    params.${printable(name)} = ${json(value)}`),
  ];
}

function code(text: string): string {
  return printableProse(text);
}

function blockLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${printable(line)}`);
}

function json(value: unknown): string {
  return printable(JSON.stringify(value), MAX_VALUE);
}
