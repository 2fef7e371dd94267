import { type TemplatePlace, templateError, templateLimit, unsupportedTemplate } from './template-error.ts';
import type { TagToken, TemplateToken } from './template-token.ts';

const MAX_TOKENS = 20_000;

/** Tags whose signs mean what no template of Bottlerocket uses. */
const UNSUPPORTED: Readonly<Record<string, string>> = { '>': 'partials', '*': 'decorators', '^': 'inverted blocks' };

/** Text and tags in their order. `firstLine` is the line that the text starts on in its file. */
export function tokenize(source: string, file: string, firstLine: number): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let line = firstLine;
  let at = 0;
  while (at < source.length) {
    const next = takeText(source, at);
    if (next.text !== '') tokens.push({ kind: 'text', text: next.text, line });
    line += newlines(source.slice(at, next.end));
    if (next.end >= source.length) break;
    const { tag, end } = takeTag(source, next.end, { file, line });
    tokens.push(tag);
    line += newlines(source.slice(next.end, end));
    at = end;
    if (tokens.length > MAX_TOKENS) throw templateLimit({ file, line }, `more than ${MAX_TOKENS} pieces`);
  }
  return tokens;
}

export function newlines(text: string): number {
  return text.split('\n').length - 1;
}

/** Up to the next tag. `\{{` is text, `\\{{` a backslash before a tag. */
function takeText(source: string, start: number): { readonly text: string; readonly end: number } {
  let text = '';
  let from = start;
  for (;;) {
    const at = source.indexOf('{{', from);
    if (at < 0) return { text: text + source.slice(from), end: source.length };
    const before = source.slice(from, at);
    if (before.endsWith('\\\\')) return { text: text + before.slice(0, -1), end: at };
    if (!before.endsWith('\\')) return { text: text + before, end: at };
    text += `${before.slice(0, -1)}{{`;
    from = at + 2;
  }
}

function takeTag(source: string, start: number, place: TemplatePlace): { readonly tag: TagToken; readonly end: number } {
  if (source.startsWith('{{{{', start)) throw unsupportedTemplate(place, 'raw blocks are not supported');
  const opening = /^\{\{(\{?)(~?)/.exec(source.slice(start, start + 4))!;
  const inside = start + opening[0].length;
  const closing = source[inside] === '!' ? endOfComment(source, inside) : endOfTag(source, inside, opening[1] === '{');
  if (closing === undefined) throw templateError(place, 'a tag is not closed');
  const content = source.slice(inside, closing.start);
  const strips = { stripBefore: opening[2] === '~', stripAfter: closing.strips };
  return { tag: { kind: 'tag', ...sort(content, opening[1] === '{', place), line: place.line, ...strips }, end: closing.end };
}

interface Closing {
  readonly start: number;
  readonly end: number;
  readonly strips: boolean;
}

function endOfComment(source: string, inside: number): Closing | undefined {
  const long = /^!--/.test(source.slice(inside, inside + 3));
  const found = (long ? /--(~?)\}\}/g : /(~?)\}\}/g).exec(source.slice(inside));
  return found === null ? undefined : { start: inside + found.index, end: inside + found.index + found[0].length, strips: found[1] === '~' };
}

/** Braces in quotes and in `[…]` close nothing. */
function endOfTag(source: string, inside: number, triple: boolean): Closing | undefined {
  const piece = triple ? /"[^"]*"|'[^']*'|\[[^\]]*\]|(~?)\}\}\}/g : /"[^"]*"|'[^']*'|\[[^\]]*\]|(~?)\}\}/g;
  piece.lastIndex = inside;
  for (let found = piece.exec(source); found !== null; found = piece.exec(source)) {
    if (found[0].endsWith('}}')) return { start: found.index, end: found.index + found[0].length, strips: found[1] === '~' };
  }
  return undefined;
}

function sort(content: string, triple: boolean, place: TemplatePlace): Pick<TagToken, 'type' | 'content'> {
  if (triple) return { type: 'raw', content: content.trim() };
  const sign = content[0] ?? '';
  const rest = content.slice(1).trim();
  if (sign === '!') return { type: 'comment', content: '' };
  if (sign === '&') return { type: 'raw', content: rest };
  if (sign === '/') return { type: 'close', content: rest };
  if (sign === '^' && rest === '') return { type: 'else', content: '' };
  const refused = UNSUPPORTED[sign] ?? (sign === '#' ? UNSUPPORTED[rest[0] ?? ''] : undefined);
  if (refused !== undefined) throw unsupportedTemplate(place, `${refused} are not supported`);
  if (sign === '#') return { type: 'open', content: rest };
  const otherwise = /^else(?:\s+(.*))?$/s.exec(content.trim());
  return otherwise === null ? { type: 'value', content: content.trim() } : { type: 'else', content: otherwise[1]?.trim() ?? '' };
}
