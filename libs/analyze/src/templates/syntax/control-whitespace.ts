import type { TagToken, TemplateToken } from './template-token.ts';
import { newlines } from './tokenize.ts';

/**
 * Tags with `~` take the white space on that side with them; a tag of a block or comment that stands alone on its line takes the line with it
 * (handlebars: whitespace-control.js; handlebars-rust does the same).
 */
export function controlWhitespace(tokens: readonly TemplateToken[]): readonly TemplateToken[] {
  const texts = tokens.map((token) => (token.kind === 'text' ? { text: token.text, line: token.line } : undefined));
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'tag') continue;
    const [before, after] = [texts[index - 1], texts[index + 1]];
    if (standsAlone(tokens, index)) {
      if (before !== undefined) before.text = before.text.replace(/[ \t]+$/, '');
      if (after !== undefined) cutStart(after, /^[ \t]*\r?\n?/);
    }
    if (token.stripBefore && before !== undefined) before.text = before.text.trimEnd();
    if (token.stripAfter && after !== undefined) cutStart(after, /^\s+/);
  }
  return tokens.flatMap((token, index) => {
    const text = texts[index];
    return text === undefined ? [token] : text.text === '' ? [] : [{ kind: 'text' as const, ...text }];
  });
}

function cutStart(token: { text: string; line: number }, start: RegExp): void {
  const cut = start.exec(token.text)?.[0] ?? '';
  token.text = token.text.slice(cut.length);
  token.line += newlines(cut);
}

function standsAlone(tokens: readonly TemplateToken[], index: number): boolean {
  return isLineTag(tokens[index] as TagToken) && isBlankBefore(tokens, index) && isBlankAfter(tokens, index);
}

function isLineTag({ type }: TagToken): boolean {
  return type !== 'value' && type !== 'raw';
}

function isBlankBefore(tokens: readonly TemplateToken[], index: number): boolean {
  const before = tokens[index - 1];
  if (before === undefined) return true;
  if (before.kind !== 'text') return false;
  return index === 1 ? /(?:^|\n)[ \t\r]*$/.test(before.text) : /\n[ \t\r]*$/.test(before.text);
}

function isBlankAfter(tokens: readonly TemplateToken[], index: number): boolean {
  const after = tokens[index + 1];
  if (after === undefined) return true;
  if (after.kind !== 'text') return false;
  return index + 2 === tokens.length ? /^[ \t]*(?:\r?\n|$)/.test(after.text) : /^[ \t]*\r?\n/.test(after.text);
}
