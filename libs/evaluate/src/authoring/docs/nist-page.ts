import { type Control, compareNaturally, controlKey, type Pack, type Rule } from '../../packs/index.ts';

import { code, prose, table } from './markdown.ts';
import { linkControl, linkRule, type PackPages } from './page-links.ts';
import { GENERATED } from './render-docs.ts';
import { join } from './rule-section.ts';

/** A requirement of a guide, and the rows of our catalogue that bear on it. */
export interface CrossViewTheme {
  /** `4.5.1`. */
  readonly section: string;
  /** In our own words. */
  readonly theme: string;
  readonly rows: readonly CrossViewRow[];
}

export interface CrossViewRow {
  readonly id: string;
  readonly about: string;
  /** Rules (`pack:area/name`) and controls (`pack/id`); those of packs that are not loaded do not count. */
  readonly by: readonly string[];
  /** What of it no rule looks at yet. */
  readonly open?: string;
}

const FRAMEWORK = 'nist-800-53';

/** Families of SP 800-53, by the letters that controls begin with. */
const FAMILIES: Readonly<Record<string, string>> = {
  AC: 'Access control',
  AT: 'Awareness and training',
  AU: 'Audit and accountability',
  CA: 'Assessment, authorization and monitoring',
  CM: 'Configuration management',
  CP: 'Contingency planning',
  IA: 'Identification and authentication',
  IR: 'Incident response',
  MA: 'Maintenance',
  MP: 'Media protection',
  PE: 'Physical and environmental protection',
  PL: 'Planning',
  PM: 'Program management',
  PS: 'Personnel security',
  PT: 'Transparency of processing',
  RA: 'Risk assessment',
  SA: 'System and services acquisition',
  SC: 'System and communications protection',
  SI: 'System and information integrity',
  SR: 'Supply chain risk management',
};

interface Referring {
  readonly rules: readonly Rule[];
  readonly controls: readonly { readonly pack: Pack; readonly control: Control }[];
}

/** A page beside the packs that shows them from the side of NIST's catalogues. Throws when a theme names a rule that a loaded pack does not have. */
export function nistPage(packs: readonly Pack[], themes: readonly CrossViewTheme[], pages: PackPages): string {
  const byId = referringTo(packs);
  const families = Map.groupBy([...byId.keys()].sort(compareNaturally), familyOf);
  const text = join([
    '# NIST SP 800-53 and SP 800-190',
    'The same rules and controls from another side. A rule below a requirement is evidence that bears on it; no image meets a requirement alone.',
    '## SP 800-53, revision 5, by family',
    familyTable(families, byId),
    ...[...families].flatMap(([family, ids]) => [`### ${heading(family)}`, idTable(ids, byId, pages)]),
    '## SP 800-190, what it asks of hosts',
    themeTable(themes, packs),
    ...themes.flatMap(({ section, theme, rows }) => [`### ${section} ${prose(theme)}`, rowTable(rows, packs, pages)]),
  ]);
  return `${GENERATED}\n\n${text}\n`;
}

function referringTo(packs: readonly Pack[]): ReadonlyMap<string, Referring> {
  const rules = packs.flatMap((pack) => pack.rules);
  const controls = packs.flatMap((pack) => pack.controls.map((control) => ({ pack, control })));
  const ids = [...rules.map(({ references }) => references), ...controls.map(({ control }) => control.references)].flatMap(
    (references) => references[FRAMEWORK] ?? [],
  );
  return new Map(
    [...new Set(ids)].map((id) => [
      id,
      {
        rules: rules.filter(({ references }) => references[FRAMEWORK]?.includes(id)),
        controls: controls.filter(({ control }) => control.references[FRAMEWORK]?.includes(id)),
      },
    ]),
  );
}

function familyOf(id: string): string {
  return id.split('-', 1)[0]!;
}

function heading(family: string): string {
  const name = FAMILIES[family];
  return name === undefined ? prose(family) : `${prose(family)} ${prose(name)}`;
}

function familyTable(families: ReadonlyMap<string, readonly string[]>, byId: ReadonlyMap<string, Referring>): string {
  const count = (ids: readonly string[], of: (referring: Referring) => readonly unknown[]) => String(new Set(ids.flatMap((id) => of(byId.get(id)!))).size);
  const rows = [...families].map(([family, ids]) => [
    heading(family),
    String(ids.length),
    count(ids, ({ rules }) => rules),
    count(ids, ({ controls }) => controls.map(({ control }) => control)),
  ]);
  return table(['Family', 'Requirements', 'Rules', 'Controls'], rows);
}

function idTable(ids: readonly string[], byId: ReadonlyMap<string, Referring>, pages: PackPages): string {
  const rows = ids.map((id) => {
    const { rules, controls } = byId.get(id)!;
    return [
      prose(id),
      rules.map((rule) => linkRule(rule.id, pages, 'pack')).join('<br>'),
      controls.map(({ pack, control }) => linkControl(controlKey(pack.id, control.id), pages, 'pack')).join('<br>'),
    ];
  });
  return table(['Requirement', 'Rules', 'Controls'], rows);
}

function themeTable(themes: readonly CrossViewTheme[], packs: readonly Pack[]): string {
  const rows = themes.map(({ section, theme, rows: of }) => {
    const built = of.filter((each) => builtBy(each, packs).length > 0);
    const partly = built.filter(({ open }) => open !== undefined).length;
    return [section, prose(theme), ...[of.length, built.length - partly, partly, of.length - built.length].map(String)];
  });
  return table(['Section', 'Theme', 'Rows', 'Built', 'Built in part', 'Not built yet'], rows);
}

function rowTable(rows: readonly CrossViewRow[], packs: readonly Pack[], pages: PackPages): string {
  const lines = rows.map((row) => {
    const links = builtBy(row, packs).map((id) => (isRule(id) ? linkRule(id, pages, 'pack') : linkControl(id, pages, 'pack')));
    const left = links.length === 0 ? 'not built yet' : row.open === undefined ? '' : `not yet: ${prose(row.open)}`;
    return [code(row.id), prose(row.about), [...links, ...(left === '' ? [] : [left])].join('<br>')];
  });
  return table(['Row', 'About', 'Judged by'], lines);
}

/** What bears on a row, of the packs that are there. */
function builtBy({ by }: CrossViewRow, packs: readonly Pack[]): readonly string[] {
  const known = new Set(packs.flatMap((pack) => [...pack.rules.map(({ id }) => id), ...pack.controls.map(({ id }) => controlKey(pack.id, id))]));
  const wrong = by.find((id) => !known.has(id) && packs.some((pack) => id.startsWith(`${pack.id}:`) || id.startsWith(`${pack.id}/`)));
  if (wrong !== undefined) throw new Error(`a row names ${wrong}, which its pack does not have`);
  return by.filter((id) => known.has(id));
}

function isRule(id: string): boolean {
  return id.includes(':');
}
