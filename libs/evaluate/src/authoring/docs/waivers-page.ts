import { controlKey, type Pack } from '../../packs/index.ts';
import { prose, table } from './markdown.ts';
import { linkControl, linkRule, type PackPages } from './page-links.ts';
import { GENERATED } from './render-docs.ts';
import { join } from './rule-section.ts';

/** Waivers that belong together. */
export interface WaiverGroup {
  readonly title: string;
  readonly about: string;
  readonly waivers: readonly { readonly rule: string; readonly reason: string }[];
}

/**
 * A page beside the packs with waivers to copy. Owner and last day are left empty: a `staticfire.yaml` is refused, with the line, until somebody
 * has filled them in. Throws when a waiver is about a rule that is not there.
 */
export function waiversPage(packs: readonly Pack[], groups: readonly WaiverGroup[], pages: PackPages): string {
  const text = join([
    '# Waivers for what stock images fail by design',
    'Copy what you live with into your `staticfire.yaml`, and leave out what you mend. Fill in who answers for each and the last day on which it counts: until then the file is refused. Change a reason where it is not true of your nodes; reports show it to auditors.',
    ...groups.flatMap((group) => [`## ${prose(group.title)}`, prose(group.about), rulesTable(group, packs, pages), example(group)]),
  ]);
  return `${GENERATED}\n\n${text}\n`;
}

function rulesTable({ waivers }: WaiverGroup, packs: readonly Pack[], pages: PackPages): string {
  const rows = waivers.map(({ rule: id }) => {
    const rule = packs.flatMap(({ rules }) => rules).find((each) => each.id === id);
    if (rule === undefined) throw new Error(`a waiver is about ${id}, which is not there`);
    const controls = packs.flatMap((pack) => pack.controls.filter(({ rules }) => rules.includes(id)).map((control) => controlKey(pack.id, control.id)));
    return [linkRule(id, pages, 'pack'), prose(rule.title), rule.severity, controls.map((key) => linkControl(key, pages, 'pack')).join('<br>')];
  });
  return table(['Rule', 'Statement', 'Severity', 'Controls'], rows);
}

function example({ waivers }: WaiverGroup): string {
  const entries = waivers.flatMap(({ rule, reason }) => [
    `  - rule: ${rule}`,
    `    reason: ${JSON.stringify(reason)}`,
    '    owner: # who answers for it',
    '    expires: # the last day on which it counts, YYYY-MM-DD',
  ]);
  return ['```yaml', 'waivers:', ...entries, '```'].join('\n');
}
