import type { ControlExplanation } from '../control-explanation.ts';
import { decidedOrder, decidedWords } from '../decided-words.ts';
import { anchor, code, paragraphs, prose, table } from './markdown.ts';
import { linkRule, type PackPages } from './page-links.ts';
import { join } from './rule-section.ts';

/** The controls of a framework: how many are decided from what, each with its rules, and why the rest is as it is. */
export function controlsPage(packTitle: string, controls: readonly ControlExplanation[], pages: PackPages): string {
  return join([
    `# ${prose(packTitle)}: controls`,
    'Titles are short names of our own; the text of the requirements is in the source.',
    countsTable(controls),
    table(
      ['Control', 'Title', 'Level', 'Its source checks', 'Decided from', 'Rules'],
      controls.map((control) => row(control, pages)),
    ),
    ...notes('What the rules leave open', controls, ({ partial }) => partial),
    ...notes('Where our answer differs from the source’s own check', controls, ({ difference }) => difference),
    ...notes('What no rule decides', controls, ({ reason }) => reason),
  ]);
}

/** How many controls are decided from what, by level where there are levels. */
export function countsTable(controls: readonly ControlExplanation[]): string {
  const levels = [...new Set(controls.flatMap(({ level }) => level ?? []))].sort((a, b) => a - b);
  const count = (fits: (control: ControlExplanation) => boolean) => String(controls.filter(fits).length);
  const kinds = decidedOrder.filter((kind) => controls.some(({ decidedFrom }) => decidedFrom === kind));
  const rows = kinds.map((kind) => [
    decidedWords(kind),
    ...levels.map((level) => count((control) => control.decidedFrom === kind && control.level === level)),
    count(({ decidedFrom }) => decidedFrom === kind),
  ]);
  const total = ['all', ...levels.map((level) => count((control) => control.level === level)), String(controls.length)];
  return table(['Decided from', ...levels.map((level) => `Level ${level}`), 'Controls'], [...rows, total]);
}

function row({ id, title, level, mode, decidedFrom, rules }: ControlExplanation, pages: PackPages): readonly string[] {
  const number = numberOf(id);
  const needed = rules.map((rule) => linkRule(rule.id, pages, 'pack')).join('<br>');
  return [`${anchor(number)}${prose(number)}`, prose(title), level === undefined ? '' : String(level), mode ?? '', decidedWords(decidedFrom), needed];
}

function notes(heading: string, controls: readonly ControlExplanation[], text: (control: ControlExplanation) => string | undefined): readonly string[] {
  const told = controls.flatMap((control) => {
    const note = text(control);
    return note === undefined ? [] : [`${code(numberOf(control.id))} ${prose(control.title)}: ${paragraphs(note)}`];
  });
  return told.length === 0 ? [] : [`## ${heading}`, ...told];
}

function numberOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}
