import type { RuleCase } from '../../packs/index.ts';
import { partsOf } from '../pack-place.ts';
import type { FactReading, RuleExplanation } from '../rule-explanation.ts';
import { anchor, code, codeBlock, paragraphs, prose, table } from './markdown.ts';
import { linkControl, type PackPages } from './page-links.ts';

/** The reference of one rule: all of it. */
export function ruleSection(rule: RuleExplanation, pages: PackPages): string {
  return join([heading(rule), facts(rule), texts(rule), judgement(rule), parameters(rule), cases(rule.cases), named(rule, pages)]);
}

/** The reference of a rule that a table gives: what is its own; the table's page has the rest. */
export function rowSection(rule: RuleExplanation, pages: PackPages): string {
  const columns = table(Object.keys(rule.row ?? {}).map(code), [
    Object.values(rule.row ?? {}).map((value) => code(typeof value === 'string' ? value : JSON.stringify(value))),
  ]);
  return join([heading(rule), severityLine(rule), columns, texts(rule), named(rule, pages)]);
}

/** What the rows of a table have in common. */
export function templateSection(rule: RuleExplanation): string {
  return join([facts(rule), judgement(rule), parameters(rule)]);
}

/** Blocks with an empty line between them; empty ones are left out. */
export function join(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join('\n\n');
}

export function cases(all: readonly RuleCase[], rowed = false): string {
  if (all.length === 0) return '';
  const head = ['Case', ...(rowed ? ['Row'] : []), 'Expected'];
  const rows = all.map(({ name, row, expect, subjects, mode }) => {
    const failing = subjects === undefined || subjects.length === 0 ? '' : `: ${subjects.map(code).join(', ')}`;
    return [`${prose(name)}${mode === 'node' ? ' (mode node)' : ''}`, ...(rowed ? [code(row ?? '')] : []), `${expect}${failing}`];
  });
  return `Cases:\n\n${table(head, rows)}`;
}

function heading({ id, title }: RuleExplanation): string {
  const { area, name } = partsOf(id);
  return `${anchor(name)}\n\n## ${prose(`${area}/${name}`)}\n\n**${prose(title)}**`;
}

function severityLine({ severity, securitySeverity, file }: RuleExplanation): string {
  return `Severity ${severity} (${securitySeverity}). Written in ${code(file.slice(file.lastIndexOf('/', file.lastIndexOf('/') - 1) + 1))}.`;
}

function facts(rule: RuleExplanation): string {
  const decided = rule.decidedBy === 'image' ? 'the image' : 'the image and user data';
  const line = rule.row === undefined ? `Severity ${rule.severity} (${rule.securitySeverity}). ` : '';
  const rows = rule.reads.map(({ variable, fact, summary, paths }) => [code(variable), code(fact), prose(summary), pathsOf(paths)]);
  return `${line}Decided by ${decided}. Where a fact is absent: ${rule.whenAbsent}.\n\n${table(['Name', 'Fact', 'What it tells', 'Read in it'], rows)}`;
}

function pathsOf(paths: FactReading['paths']): string {
  return paths.length === 0 ? 'all of it' : paths.map(code).join(', ');
}

function texts({ rationale, remediation }: RuleExplanation): string {
  return `Why: ${paragraphs(rationale)}\n\nHow to fix it: ${paragraphs(remediation)}`;
}

function judgement({ appliesWhen, forEach, assert, language, failTitle }: RuleExplanation): string {
  return join([
    ...(appliesWhen === undefined ? [] : [`It applies when\n\n${codeBlock(appliesWhen, 'cel')}`]),
    forEach === undefined
      ? `It holds when${language === 'selinux' ? ' the policy is as all of this says' : ''}`
      : `It holds when, for each ${code(forEach.as)} of the following list (named by ${code(forEach.subject)}),\n\n${codeBlock(forEach.items, 'cel')}\n\nthis is true:`,
    codeBlock(assert, language === 'selinux' ? 'yaml' : 'cel'),
    `A failure is reported as ${code(failTitle.trim())}.`,
  ]);
}

function parameters({ parameters: declared }: RuleExplanation): string {
  if (declared.length === 0) return '';
  const rows = declared.map(({ name, type, default: value, description }) => [code(name), type, code(JSON.stringify(value)), prose(description)]);
  return `Parameters:\n\n${table(['Parameter', 'Type', 'Default', 'Description'], rows)}`;
}

function named({ references, controls, profiles }: RuleExplanation, pages: PackPages): string {
  const known = Object.entries(references).map(([framework, ids]) => `${prose(framework)}: ${ids.map(prose).join(', ')}`);
  return [
    ...(known.length === 0 ? [] : [`References: ${known.join('; ')}.`]),
    ...(controls.length === 0 ? [] : [`Controls: ${controls.map((key) => linkControl(key, pages, 'docs')).join(', ')}.`]),
    ...(profiles.length === 0 ? [] : [`Profiles: ${profiles.map(code).join(', ')}.`]),
  ].join('\n\n');
}
