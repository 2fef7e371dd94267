import { FormatError } from '../../bytes/index.ts';
import type { CilString, CilSymbol } from './cil-node.ts';

interface Parenthesis<K extends '(' | ')'> {
  readonly kind: K;
  readonly line: number;
}

export type CilToken = CilSymbol | CilString | Parenthesis<'('> | Parenthesis<')'>;

/** A line end, blanks, a comment, a parenthesis, a quoted string, a symbol; the characters of a symbol are those of secilc's cil_lexer.l. */
const TOKEN = /(\n)|([ \t\r]+|;[^\n]*)|([()])|"([^"\n\0]*)"|([-A-Za-z0-9[\]{}.@=/*_$%+!|&^:~`#'<>?,]+)/y;
const SHOWN = 40;

/** The words and parentheses of CIL text, comments left out. Anything else is a FormatError with the line. */
export function* cilTokens(text: string, file: string): Generator<CilToken> {
  const pattern = new RegExp(TOKEN);
  let line = 1;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw unreadable(file, line, text.slice(at, at + SHOWN));
    const [, lineEnd, , parenthesis, string, symbol] = match;
    if (lineEnd !== undefined) line++;
    else if (parenthesis !== undefined) yield { kind: parenthesis === '(' ? '(' : ')', line };
    else if (string !== undefined) yield { kind: 'string', text: string, line };
    else if (symbol !== undefined) yield { kind: 'symbol', text: symbol, line };
  }
}

function unreadable(file: string, line: number, found: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, found: JSON.stringify(found.split('\n')[0]), expected: 'a word of CIL' });
}
