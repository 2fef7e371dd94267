import { printable, printableProse } from '@staticfire/findings';

/** Characters that Markdown, or the HTML in it, would act on. */
const ACTIVE = /[\\`*_{}[\]<>#|~&!$]/g;

/** Prose as one paragraph of Markdown that shows every character as it is; words between backticks stay code. */
export function prose(text: string): string {
  return printableProse(text)
    .split(/(`[^`]*`)/)
    .map((piece, index) => (index % 2 === 1 ? code(piece.slice(1, -1)) : escapeText(piece)))
    .join('');
}

/** A paragraph for each of the text's own paragraphs. */
export function paragraphs(text: string): string {
  return text
    .trim()
    .split(/\n[ \t]*\n/)
    .map(prose)
    .join('\n\n');
}

/** Text between backticks, also text that has some. */
export function code(text: string): string {
  const shown = printable(text, Number.POSITIVE_INFINITY).replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = shown === '' || longest > 0 || /^ .*[^ ].* $/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Lines as they are, in a fence that none of them closes. */
export function codeBlock(text: string, language: string): string {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => printable(line.trimEnd(), Number.POSITIVE_INFINITY));
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A table of cells that are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Where a link to `#name` leads. */
export function anchor(name: string): string {
  return `<a id="${anchorId(name)}"></a>`;
}

/** A link to a page, or to an anchor on it. */
export function link(label: string, page: string, name?: string): string {
  return `[${label}](${page}${name === undefined ? '' : `#${anchorId(name)}`})`;
}

/** Names of rules fit as they are; numbers of controls may have brackets. */
function anchorId(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '-');
}

function escapeText(text: string): string {
  return text
    .replace(ACTIVE, (character) => (character === '<' ? '&lt;' : character === '&' ? '&amp;' : `\\${character}`))
    .replace(/^([-+]|[0-9]+[.)])(?= )/, '\\$1');
}
