import { plural } from '../terminal/page.ts';

/** A part of the page: what always stands there, and lines between, of which the last ones may be left out. */
export interface Section {
  readonly open: string;
  readonly lines: readonly (() => string)[];
  /** What a line is about. */
  readonly noun: string;
  readonly close: string;
}

/** Enough for a notice. */
const NOTICE_BYTES = 160;

/**
 * The sections in at most `maxBytes` of UTF-8, as long as what always stands there fits. Each one takes at most half of what is left,
 * so that those after it have room, the last one all of it; what is left out is counted where it is missing.
 */
export function* fitSections(sections: readonly Section[], maxBytes: number): Generator<string> {
  let left = maxBytes - sections.reduce((sum, { open, close }) => sum + Buffer.byteLength(open) + Buffer.byteLength(close) + NOTICE_BYTES, 0);
  for (const section of sections) {
    yield section.open;
    let room = section === sections.at(-1) ? left : Math.floor(left / 2);
    for (const [index, render] of section.lines.entries()) {
      const line = render();
      const bytes = Buffer.byteLength(line);
      if (bytes > room) {
        yield notice(section, section.lines.length - index);
        break;
      }
      room -= bytes;
      left -= bytes;
      yield line;
    }
    yield section.close;
  }
}

function notice({ noun }: Section, missing: number): string {
  return `\n${plural(missing, noun)} left out, because there is no more room; \`--output json=FILE\` has everything.\n`;
}

/** Text that always stands there. */
export function fixed(open: string): Section {
  return { open, lines: [], noun: '', close: '' };
}

/** A heading and a table; nothing without rows. Cells are Markdown. */
export function table(heading: string, columns: readonly string[], rows: readonly (() => readonly string[])[], noun: string): Section[] {
  if (rows.length === 0) return [];
  const head = `${row(columns)}${row(columns.map(() => '---'))}`;
  return [{ open: `\n### ${heading}\n\n${head}`, lines: rows.map((cells) => () => row(cells())), noun, close: '' }];
}

/** A list that opens on a click; nothing without items. Items are Markdown, the summary is text of our own. */
export function details(summary: string, items: readonly (() => string)[], noun: string): Section[] {
  if (items.length === 0) return [];
  return [
    {
      open: `\n<details><summary>${summary} (${items.length})</summary>\n\n`,
      lines: items.map((item) => () => `- ${item()}\n`),
      noun,
      close: '\n</details>\n',
    },
  ];
}

export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
