import { LimitError, matchesGlob } from '@staticfire/read/bytes';
import { cutLines } from '@staticfire/read/formats/linux-text';
import { presetFolders } from '../files/unit-folders.ts';
import type { UnitTree } from '../files/unit-tree.ts';
import { compareText, parseUnitName, templateOf } from '../names/unit-name.ts';
import { plainWords } from '../values/words.ts';

export interface PresetRule {
  readonly action: 'enable' | 'disable';
  readonly pattern: string;
  /** `enable getty@.service tty1 tty2`: what the template is started as. */
  readonly instances: readonly string[];
  readonly path: string;
  readonly line: number;
}

/** Preset files that lie in search folders, and the lines of theirs that systemd skips. */
export interface Presets {
  readonly rules: readonly PresetRule[];
  readonly files: readonly string[];
}

const MAX_LENGTH = 1024 * 1024;
/** Fedora has some 200. */
const MAX_RULES = 2000;
const RULE = /^(enable|disable)(?:[ \t\n\r]+(.*))?$/s;

/** systemd.preset(5): of files with one name the first folder's, sorted by name; the first rule that fits a unit counts. More than 2000 rules → LimitError. */
export function readPresets(tree: UnitTree): Presets {
  const files = new Map<string, string>();
  for (const folder of presetFolders) {
    for (const { name } of tree.list(folder)) if (name.endsWith('.preset') && !name.startsWith('.') && !files.has(name)) files.set(name, `${folder}/${name}`);
  }
  const sorted = [...files].sort(([a], [b]) => compareText(a, b)).map(([, path]) => path);
  const rules = sorted.flatMap((path) => readRules(tree, path));
  if (rules.length > MAX_RULES) throw new LimitError({ structure: 'systemd presets', message: `more than ${MAX_RULES} rules` });
  return { files: sorted, rules };
}

/** Instances that a preset names for a template; `[]` when it says enable and names none. Disabled → undefined. Nothing said is enabled. */
export function enabledInstances(rules: readonly PresetRule[], name: string): readonly string[] | undefined {
  const rule = findRule(rules, name);
  if (rule === undefined) return [];
  if (rule.action === 'disable') return undefined;
  return parseUnitName(name)?.kind === 'template' && rule.pattern === name ? rule.instances : [];
}

/** The rule that decides on a unit; no rule enables it. */
export function findRule(rules: readonly PresetRule[], name: string): PresetRule | undefined {
  const parsed = parseUnitName(name);
  return rules.find(({ pattern, instances }) => {
    if (matchesGlob(pattern, name, 'no-escapes')) return true;
    return parsed?.instance !== undefined && instances.includes(parsed.instance) && pattern === templateOf(parsed);
  });
}

function readRules(tree: UnitTree, path: string): PresetRule[] {
  const node = tree.chase(path)?.node;
  if (node?.kind !== 'file' || node.content.length > MAX_LENGTH) return [];
  const lines = cutLines(new TextDecoder('latin1').decode(node.content), 'systemd');
  return lines.flatMap((text, index) => readRule(text, { path, line: index + 1 }));
}

function readRule(text: string, place: Pick<PresetRule, 'path' | 'line'>): PresetRule[] {
  const [, action, rest = ''] = RULE.exec(text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '')) ?? [];
  if (action === undefined) return [];
  if (action === 'disable') return [{ action, pattern: rest, instances: [], ...place }];
  const [pattern = '', ...instances] = plainWords(rest);
  const fits = instances.length === 0 || parseUnitName(pattern)?.kind === 'template';
  return fits ? [{ action: 'enable', pattern, instances, ...place }] : [];
}
