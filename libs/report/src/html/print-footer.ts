import type { ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';

/** Style that puts file name, digest and page number below each printed page. */
export function printFooter({ input, tool }: ScanResult): string {
  const left = cssString(`${tool.name}: ${printable(input.path, MAX_PATH)}`);
  const middle = cssString(`SHA-256 ${printable(input.sha256)}`);
  const boxes = [
    ['left', left],
    ['center', middle],
    ['right', 'counter(page) " / " counter(pages)'],
  ].map(([side, content]) => `@bottom-${side}{${LOOK}content:${content}}`);
  return `@page{${boxes.join('')}}`;
}

const LOOK = 'font:6.5pt sans-serif;color:#444;white-space:nowrap;';

const MAX_PATH = 40;

/** CSS Syntax 3, section 4.3.7: a hexadecimal escape ends with a space. Anything but letters, digits and spaces is escaped, so no text ends the string or the element. */
function cssString(text: string): string {
  return `"${text.replace(/[^A-Za-z0-9 ]/gu, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `)}"`;
}
