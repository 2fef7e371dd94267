import type { Severity } from '@staticfire/findings';
import { severities } from '@staticfire/findings';
import type { Pack } from '../../packs/index.ts';
import type { ControlExplanation } from '../control-explanation.ts';
import { headerOf, partsOf } from '../pack-place.ts';
import type { RuleExplanation } from '../rule-explanation.ts';
import { countsTable } from './controls-page.ts';
import { code, link, prose, table } from './markdown.ts';
import { areaPage, CONTROLS_PAGE, type PackPages } from './page-links.ts';
import { join } from './rule-section.ts';

/** More words of a profile are counted, not named. */
const MAX_NAMED = 10;

/** The front page of a pack: what it is, its rules by area, controls, profiles, parameters. */
export function packReadme(pack: Pack, rules: readonly RuleExplanation[], controls: readonly ControlExplanation[], pages: PackPages): string {
  const { source, licence, eras } = headerOf(pack);
  return join([
    `# ${prose(pack.title)}`,
    `Pack ${code(pack.id)}, version ${prose(pack.version)}.`,
    `Source: ${prose(source)}`,
    `Fits: ${prose(eras)}`,
    `Licence: ${prose(licence)}`,
    ...(pack.requires.length === 0 ? [] : [`Requires ${pack.requires.map((id) => linkPack(id, pages)).join(', ')}.`]),
    ...(controls.length === 0 ? [] : [`## Controls`, countsTable(controls), `${link('Every control, with its rules and reasons', CONTROLS_PAGE)}.`]),
    ...profileSection(pack),
    ...ruleSections(rules),
    ...leftOutSection(pack),
    ...parameterSection(pack),
  ]);
}

function linkPack(id: string, pages: PackPages): string {
  const home = pages.get(id);
  return home === undefined ? code(id) : link(code(id), `${home}README.md`);
}

function profileSection({ profiles }: Pack): readonly string[] {
  if (profiles.length === 0) return [];
  const rows = profiles.map(({ id, title, controls, rules, failOn }) => [
    code(id),
    prose(title),
    [...(controls.length === 0 ? [] : [`${controls.length} controls`]), ...namedOrCounted(rules)].join(', '),
    failOn ?? '',
  ]);
  return ['## Profiles', table(['Profile', 'Title', 'Selects', 'Fails on'], rows)];
}

function namedOrCounted(rules: readonly string[]): readonly string[] {
  return rules.length > MAX_NAMED ? [`${rules.length} rules`] : rules.map(code);
}

function ruleSections(rules: readonly RuleExplanation[]): readonly string[] {
  if (rules.length === 0) return [];
  const byArea = [...Map.groupBy(rules, ({ id }) => partsOf(id).area)];
  const blocks = byArea.flatMap(([area, own]) => [
    `### ${link(prose(area), areaPage(area))}`,
    table(
      ['Rule', 'Statement', 'Severity'],
      own.map(({ id, title, severity }) => [link(prose(partsOf(id).name), areaPage(area), partsOf(id).name), prose(title), severity]),
    ),
  ]);
  return ['## Rules', `${rules.length} rules: ${countBySeverity(rules)}.`, ...blocks];
}

function leftOutSection({ leftOut }: Pack): readonly string[] {
  if (leftOut.length === 0) return [];
  const rows = leftOut.map(({ id, title, reason, references }) => [code(id), prose(title), prose(reason), prose(Object.values(references).flat().join(', '))]);
  return ['## Left out', `${leftOut.length} that the source asks and no rule decides.`, table(['Row', 'Statement', 'Reason', 'Source'], rows)];
}

function countBySeverity(rules: readonly RuleExplanation[]): string {
  const count = (severity: Severity) => rules.filter((rule) => rule.severity === severity).length;
  return severities
    .filter((severity) => count(severity) > 0)
    .map((severity) => `${count(severity)} ${severity}`)
    .join(', ');
}

function parameterSection({ parameters }: Pack): readonly string[] {
  if (parameters.declarations.size === 0) return [];
  const rows = [...parameters.declarations].map(([name, { type, default: value, description }]) => [
    code(name),
    type,
    code(JSON.stringify(value)),
    prose(description),
  ]);
  return ['## Parameters', table(['Parameter', 'Type', 'Default', 'Description'], rows)];
}
