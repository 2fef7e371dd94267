import { printableProse } from '../printable.ts';

/** Characters that Markdown, or the HTML in it, would act on. */
const ACTIVE = /[\\`*_{}[\]<>#|~&!$]/g;

/** Each paragraph of the text as one paragraph of Markdown that shows every character as it is; words between backticks are code. */
export function markdownParagraphs(text: string): string {
  return text
    .trim()
    .split(/\n[ \t]*\n/)
    .map(markdownProse)
    .join('\n\n');
}

export function markdownProse(text: string): string {
  return printableProse(text)
    .split(/(`[^`]+`)/)
    .map((piece, index) => (index % 2 === 1 ? piece : escapeText(piece)))
    .join('');
}

function escapeText(text: string): string {
  return text
    .replace(ACTIVE, (character) => (character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`))
    .replace(/^([-+]|[0-9]+[.)])(?= )/, '\\$1');
}
