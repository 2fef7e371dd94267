import { runTool } from '../lab/run-tool.ts';

const TEN_MINUTES = 600_000;

/** The titles of sediff. */
const SECTIONS: Readonly<Record<string, string>> = {
  Commons: 'common',
  Classes: 'class',
  Types: 'type',
  'Type Attributes': 'attribute',
  Roles: 'role',
  Users: 'user',
  Booleans: 'bool',
  Sensitivities: 'sensitivity',
  Categories: 'category',
  Levels: 'level',
  'Allow Rules': 'allow',
  'Auditallow Rules': 'auditallow',
  'Dontaudit Rules': 'dontaudit',
  'Allowxperm Rules': 'allowxperm',
  'Auditallowxperm Rules': 'auditallowxperm',
  'Dontauditxperm Rules': 'dontauditxperm',
  'Type_transition Rules': 'type_transition',
  'Type_change Rules': 'type_change',
  'Type_member Rules': 'type_member',
  'Role allow Rules': 'role_allow',
  'Role_transition Rules': 'role_transition',
  'Range_transition Rules': 'range_transition',
  Constraints: 'constrain',
  'MLS Constraints': 'mlsconstrain',
  Validatetrans: 'validatetrans',
  'MLS Validatetrans': 'mlsvalidatetrans',
  'Initial SIDs': 'sid',
  Fs_use: 'fs_use',
  Genfscons: 'genfscon',
  Netifcons: 'netifcon',
  Nodecons: 'nodecon',
  Portcons: 'portcon',
  Ibpkeycons: 'ibpkeycon',
  Ibendportcons: 'ibendportcon',
  Defaults: 'default',
  'Policy Properties': 'property',
  'Policy Capabilities': 'polcap',
  Typebounds: 'typebounds',
};

export type DifferenceCounts = Readonly<Record<string, { readonly added: number; readonly removed: number; readonly modified: number }>>;

/** What `sediff --stats` counts. Takes minutes for large policies. */
export async function sediffCounts(before: string, after: string): Promise<DifferenceCounts> {
  return parseSediffCounts((await runTool('sediff', ['--stats', before, after], { timeout: TEN_MINUTES })).stdout);
}

/** The text of `sediff --stats`, by the keyword of the statements; a title that is not in the table throws. */
export function parseSediffCounts(text: string): DifferenceCounts {
  const counts: Record<string, DifferenceCounts[string]> = {};
  for (const [, title, list] of text.matchAll(/^(\w[^(\n]*) \(([^)\n]*)\)$/gm)) {
    const section = SECTIONS[title!];
    if (section === undefined) throw new Error(`sediff has a section ${JSON.stringify(title)}`);
    const of = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(list!)?.[1] ?? 0);
    counts[section] = { added: of('Added'), removed: of('Removed'), modified: of('Modified') };
  }
  return counts;
}
