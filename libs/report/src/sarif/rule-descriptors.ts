import type { RuleText, ScanResult, Severity } from '@staticfire/findings';
import type { ReportingDescriptor } from 'sarif';
import { printableProse } from '../printable.ts';
import { cutText } from './cut-text.ts';
import { bagOf, inertText } from './inert.ts';
import { markdownParagraphs, markdownProse } from './markdown.ts';
import type { SarifOptions } from './sarif-options.ts';
import { securitySeverityOf } from './security-severity.ts';
import type { ControlRelations } from './taxonomies.ts';

/** GitHub shows ten tags of a rule. */
const MAX_TAGS = 10;
const MAX_NAME = 255;
/** GitHub's for `shortDescription.text` and `fullDescription.text`. */
const MAX_DESCRIPTION = 1024;

export const LEVELS = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const satisfies Record<Severity, string>;
const PROBLEM_SEVERITIES = { critical: 'error', high: 'error', medium: 'warning', low: 'recommendation', info: 'recommendation' } as const satisfies Record<
  Severity,
  string
>;

/** `tool.driver.rules`, in the order of the result. Texts say nothing of this image: GitHub keeps one text of a rule for all uploads. */
export function* describeRules({ rules }: ScanResult, options: SarifOptions, relations: ControlRelations): Generator<ReportingDescriptor> {
  for (const rule of rules) yield describeRule(rule, options, relations);
}

function describeRule(rule: RuleText, { profile, rulePages }: SarifOptions, relations: ControlRelations): ReportingDescriptor {
  const short = profile === 'github' ? (text: string) => cutText(text, MAX_DESCRIPTION) : (text: string) => text;
  const title = printableProse(rule.title) || rule.id;
  const relationships = relations.get(rule.id);
  const page = rulePages === undefined ? undefined : pageOf(rule.id, rulePages);
  return {
    id: inertText(rule.id),
    name: cutText(nameOf(rule.id), MAX_NAME),
    shortDescription: { text: short(title) },
    fullDescription: { text: short(printableProse(rule.rationale) || title) },
    help: { text: helpText(rule, page), markdown: helpMarkdown(rule, page) },
    ...(page === undefined ? {} : { helpUri: page }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    ...(relationships === undefined || profile === 'github' ? {} : { relationships: [...relationships] }),
    ...bagOf({ ...gradesOf(rule), ...(profile === 'github' ? {} : stateOfRule(rule)) }),
  };
}

/** What GitHub reads of a rule's properties. */
function gradesOf(rule: RuleText) {
  const securitySeverity = securitySeverityOf(rule);
  return {
    tags: tagsOf(rule, securitySeverity !== undefined),
    precision: 'high',
    'problem.severity': PROBLEM_SEVERITIES[rule.severity],
    ...(securitySeverity === undefined ? {} : { 'security-severity': securitySeverity }),
  };
}

function stateOfRule({ severity, packSeverity, securitySeverity, references, verdict, imageVerdict, decided }: RuleText) {
  return { severity, packSeverity, securitySeverity, references, verdict, imageVerdict, decided };
}

function tagsOf({ id, references }: RuleText, isSecurity: boolean): readonly string[] {
  const known = Object.entries(references).flatMap(([framework, ids]) => ids.map((each) => `${framework}/${each}`));
  return [...new Set([...(isSecurity ? ['security'] : []), partsOf(id).area, ...known])].slice(0, MAX_TAGS);
}

/** `baseline:boot/lockdown` → `BootLockdown`. */
function nameOf(id: string): string {
  const { area, name } = partsOf(id);
  const words = `${area}-${name}`.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return words.map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`).join('');
}

function helpText({ rationale, remediation, references }: RuleText, page: string | undefined): string {
  return [
    `Why: ${printableProse(rationale)}`,
    `How to fix it: ${printableProse(remediation)}`,
    ...referenceLines(references, printableProse),
    ...(page === undefined ? [] : [`All of the rule: ${page}`]),
  ].join('\n\n');
}

/** GitHub shows this, and no helpUri. */
function helpMarkdown({ rationale, remediation, references }: RuleText, page: string | undefined): string {
  return [
    `**Why**\n\n${markdownParagraphs(rationale)}`,
    `**How to fix it**\n\n${markdownParagraphs(remediation)}`,
    ...referenceLines(references, markdownProse),
    ...(page === undefined ? [] : [`[All of the rule](<${page}>)`]),
  ].join('\n\n');
}

function referenceLines(references: RuleText['references'], show: (text: string) => string): readonly string[] {
  const known = Object.entries(references).map(([framework, ids]) => `${show(framework)}: ${ids.map(show).join(', ')}`);
  return known.length === 0 ? [] : [`References: ${known.join('; ')}.`];
}

/** The anchor that `pack docs` gives the rule on the page of its area. */
function pageOf(id: string, rulePages: string): string {
  const { pack, area, name } = partsOf(id);
  const path = [pack, 'docs', `${area}.md`].map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
  return `${rulePages.replace(/\/+$/, '')}/${path}#${name.replace(/[^A-Za-z0-9._-]/g, '-')}`;
}

/** Rule ids are `pack:area/name`. */
function partsOf(id: string): { readonly pack: string; readonly area: string; readonly name: string } {
  const colon = id.indexOf(':');
  const slash = id.indexOf('/', colon);
  return { pack: id.slice(0, Math.max(0, colon)), area: id.slice(colon + 1, slash < 0 ? undefined : slash), name: slash < 0 ? '' : id.slice(slash + 1) };
}
