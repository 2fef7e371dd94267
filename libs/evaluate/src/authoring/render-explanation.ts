import { printable, printableProse } from '@staticfire/findings';
import type { RuleCase } from '../packs/index.ts';
import type { ControlExplanation } from './control-explanation.ts';
import { decidedWords } from './decided-words.ts';
import { describeOrigin } from './describe-origin.ts';
import type { FactExplanation } from './fact-explanation.ts';
import { type Line, layOut } from './layout.ts';
import { factLines } from './render-fact.ts';
import type { FactReading, ParameterValue, RuleExplanation } from './rule-explanation.ts';

const MAX_VALUE = 300;

/** An explanation as text for a terminal, safe to print; ends with a line feed. */
export function renderExplanation(explanation: RuleExplanation | ControlExplanation | FactExplanation): string {
  return `${[`${printable(explanation.id)}: ${printableProse(explanation.title)}`, ...linesOf(explanation).flatMap(layOut)].join('\n')}\n`;
}

function linesOf(explanation: RuleExplanation | ControlExplanation | FactExplanation): readonly Line[] {
  if (explanation.kind === 'fact') return factLines(explanation);
  return explanation.kind === 'rule' ? ruleLines(explanation) : controlLines(explanation);
}

function ruleLines(rule: RuleExplanation): readonly Line[] {
  return [
    ['severity', `${rule.severity}, ${rule.securitySeverity}`],
    ['decided by', rule.decidedBy === 'image' ? 'the image' : 'the image and user data'],
    ['reads', ...rule.reads.flatMap(readingLines)],
    ['expression', ...expressionLines(rule)],
    ['absent fact', rule.whenAbsent],
    ['fails as', printable(rule.failTitle, MAX_VALUE)],
    ['why', printableProse(rule.rationale)],
    ['how to fix', printableProse(rule.remediation)],
    ['references', ...referenceLines(rule.references)],
    ['parameters', ...rule.parameters.map(parameterLine)],
    ['row', ...Object.entries(rule.row ?? {}).map(([column, value]) => `${column}: ${shown(value)}`)],
    ['cases', ...rule.cases.map(caseLine)],
    ['controls', ...rule.controls.map((id) => printable(id))],
    ['profiles', ...rule.profiles.map((id) => printable(id))],
    ['written in', printable(rule.file)],
  ];
}

function readingLines({ variable, fact, summary, paths, origin }: FactReading): readonly string[] {
  return [
    `${variable} is ${fact}: ${summary}`,
    ...(origin === undefined ? [] : [`  ${describeOrigin(origin)}`]),
    `  ${paths.length === 0 ? 'the fact as a whole' : paths.map((path) => printable(path)).join(', ')}`,
  ];
}

function expressionLines({ appliesWhen, forEach, assert, language }: RuleExplanation): readonly string[] {
  const code = (text: string) => printable(text.trim().replace(/\s*\n\s*/g, ' '), Number.POSITIVE_INFINITY);
  return [
    ...(appliesWhen === undefined ? [] : [`applies when ${code(appliesWhen)}`]),
    ...(forEach === undefined ? [] : [`for each ${forEach.as} of ${code(forEach.items)}, named ${code(forEach.subject)}:`]),
    ...(language === 'selinux'
      ? assert
          .trimEnd()
          .split('\n')
          .map((line) => printable(line))
      : [code(assert)]),
  ];
}

function parameterLine({ name, description, default: standard, ...set }: ParameterValue): string {
  const value = 'value' in set ? `${shown(set.value)} (staticfire.yaml; default ${shown(standard)})` : `${shown(standard)} (default)`;
  return `${printable(name)} = ${value}: ${printableProse(description)}`;
}

function caseLine({ name, row, expect, given, subjects, mode }: RuleCase): string {
  const on = row === undefined ? '' : ` (row ${printable(row)})`;
  const changes = Object.keys(given).length === 0 ? '' : `, given ${shown(given)}`;
  const failing = subjects === undefined ? '' : ` for ${subjects.map((each) => printable(each)).join(', ')}`;
  return `${expect}${failing}: ${printableProse(name)}${on}${mode === 'node' ? ', mode node' : ''}${changes}`;
}

function controlLines(control: ControlExplanation): readonly Line[] {
  const optional = (label: string, text: string | undefined): Line[] => (text === undefined ? [] : [[label, printableProse(text)]]);
  return [
    ...optional('level', control.level?.toString()),
    ...optional('severity', control.severity),
    ...optional('its source', control.mode === undefined ? undefined : `checks it ${control.mode === 'automated' ? 'with a tool' : 'by hand'}`),
    ['decided by', decidedWords(control.decidedFrom)],
    ['needs', ...control.rules.map(({ id, title, severity }) => `${printable(id)} (${severity}): ${printableProse(title)}`)],
    ...optional('reason', control.reason),
    ...optional('left open', control.partial),
    ...optional('difference', control.difference),
    ['references', ...referenceLines(control.references)],
    ['profiles', ...control.profiles.map((id) => printable(id))],
  ];
}

function referenceLines(references: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return Object.entries(references).map(([framework, ids]) => `${printable(framework)}: ${ids.map((id) => printable(id)).join(', ')}`);
}

function shown(value: unknown): string {
  return printable(JSON.stringify(value), MAX_VALUE);
}
