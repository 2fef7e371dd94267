import type { RenderOptions } from '../render-options.ts';
import { textWidth } from './text-width.ts';

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 40;

/** ANSI "select graphic rendition" parameters. */
const STYLES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const;
export type Style = keyof typeof STYLES;

/** Where a report is written: its width and whether it has colours. */
export interface Page {
  readonly width: number;
  readonly paint: (text: string, ...styles: readonly Style[]) => string;
}

export function openPage({ colour = false, width = DEFAULT_WIDTH }: RenderOptions): Page {
  return { width: Math.max(width, MIN_WIDTH), paint: colour ? paint : (text) => text };
}

function paint(text: string, ...styles: readonly Style[]): string {
  return `\x1b[${styles.map((style) => STYLES[style]).join(';')}m${text}\x1b[0m`;
}

/** Lines of at most `width` columns, cut between words; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const word of text.split(' ')) {
    const own = textWidth(word);
    if (line !== '' && columns + 1 + own > width) {
      lines.push(line);
      [line, columns] = [word, own];
    } else [line, columns] = line === '' ? [word, own] : [`${line} ${word}`, columns + 1 + own];
  }
  return [...lines, line];
}

/** A label in a column of its own, and wrapped text beside it. */
export function field(page: Page, indent: number, label: string, text: string): string[] {
  const column = indent + LABEL_WIDTH;
  const [first = '', ...rest] = wrap(text, page.width - column);
  const head = `${' '.repeat(indent)}${page.paint(label.padEnd(LABEL_WIDTH), 'dim')}${first}`;
  return [head, ...rest.map((line) => `${' '.repeat(column)}${line}`)];
}

const LABEL_WIDTH = 11;

export function paragraph(page: Page, indent: number, text: string): string[] {
  return wrap(text, page.width - indent).map((line) => `${' '.repeat(indent)}${line}`);
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
