import { printable, printableProse, severities } from '@staticfire/findings';
import type { ControlExplanation, NeededRule } from './control-explanation.ts';
import { decidedOrder, decidedWords } from './decided-words.ts';
import { type Line, layOut } from './layout.ts';
import type { PackContent, PackSummary, ProfileSummary } from './pack-summary.ts';

/** Packs as text for a terminal, safe to print; ends with a line feed. */
export function renderPackList(packs: readonly PackSummary[]): string {
  return packs.map((pack) => `${lines(pack, summaryLines(pack))}\n`).join('\n');
}

/** One pack with each of its controls and rules. */
export function renderPackContent(pack: PackContent): string {
  const { source, eras, ownRules, ownControls } = pack;
  const header: Line[] = [
    ['source', printableProse(source)],
    ['fits', printableProse(eras)],
  ];
  const blocks = [
    lines(pack, [...header, ...summaryLines(pack)]),
    ...(ownControls.length === 0 ? [] : [['CONTROLS', ...ownControls.flatMap(controlLines)].join('\n')]),
    ...(ownRules.length === 0 ? [] : [['RULES', ...ownRules.map((rule) => `  ${ruleLine(rule)}`)].join('\n')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function lines({ id, version, title }: PackSummary, told: readonly Line[]): string {
  return [`${printable(id)} ${printable(version)}: ${printableProse(title)}`, ...told.flatMap(layOut)].join('\n');
}

function summaryLines({ kind, foreign, requires, rules, controls, profiles }: PackSummary): readonly Line[] {
  return [
    ['kind', `${kind}${foreign ? ', of your own' : ''}`],
    ['rules', ...(rules.total === 0 ? [] : [`${rules.total}: ${counted(severities, rules.bySeverity, (severity) => severity)}`])],
    ['controls', ...(controls.total === 0 ? [] : [`${controls.total}: ${counted(decidedOrder, controls.byDecision, decidedWords)}`, needs(controls)])],
    ['profiles', ...profiles.map(profileLine)],
    ['requires', ...(requires.length === 0 ? [] : [requires.map((id) => printable(id)).join(', ')])],
  ];
}

function needs({ rules }: PackSummary['controls']): string {
  return `over ${rules} ${rules === 1 ? 'rule' : 'rules'}`;
}

function profileLine({ id, title, controls, rules, failOn }: ProfileSummary): string {
  const selected = [...(controls === 0 ? [] : [`${controls} controls`]), ...rules.map((rule) => printable(rule))].join(', ');
  return `${printable(id)}: ${printableProse(title)}; ${selected}${failOn === undefined ? '' : `; fails on ${failOn}`}`;
}

function controlLines({ id, title, level, severity, decidedFrom, rules, reason, partial }: ControlExplanation): readonly string[] {
  const told = [...(level === undefined ? [] : [`level ${level}`]), ...(severity === undefined ? [] : [severity]), decidedWords(decidedFrom)];
  const number = id.slice(id.indexOf('/') + 1);
  return [
    `  ${printable(number)}  ${printableProse(title)} (${told.join('; ')})`,
    ...rules.map((rule) => `      ${ruleLine(rule)}`),
    ...(partial === undefined ? [] : [`      left open: ${printableProse(partial)}`]),
    ...(reason === undefined ? [] : [`      ${printableProse(reason)}`]),
  ];
}

function ruleLine({ id, title, severity }: NeededRule): string {
  return `${printable(id)} (${severity}): ${printableProse(title)}`;
}

function counted<Key extends string>(keys: readonly Key[], counts: Readonly<Record<Key, number>>, words: (key: Key) => string): string {
  return keys
    .filter((key) => counts[key] > 0)
    .map((key) => `${counts[key]} ${words(key)}`)
    .join('; ');
}
