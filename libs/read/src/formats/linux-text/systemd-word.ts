import { decodeFileName, encodeFileName } from '../../bytes/index.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
};
/** What ends a stretch of characters that stand for themselves: outside of quotes, and inside each kind. */
const PLAIN = { '': /[^\\"' \t\n\r]+/y, '"': /[^\\"]+/y, "'": /[^\\']+/y } as const;
const BLANKS = /[ \t\n\r]*/y;
/** A byte that is not UTF-8 as `encodeFileName` takes it. */
const RAW_BYTE = 0xdc00;

/**
 * What a backslash does: start an escape of C (EXTRACT_CUNESCAPE); the same, but an escape that does not exist stays as it is
 * (EXTRACT_UNESCAPE_RELAX); take the character after it as it is; or nothing (EXTRACT_RETAIN_ESCAPE).
 */
export type SystemdEscapes = 'c' | 'c-relaxed' | 'literal' | 'kept';

/**
 * The first word of a line that does not start with a separator, without quotes and backslashes, and what follows its separators (systemd
 * src/basic/extract-word.c, with EXTRACT_UNQUOTE). Bytes that are not UTF-8 come as `decodeFileName` gives them. A quote that is not
 * closed or an escape that does not exist → undefined.
 */
export function takeSystemdWord(line: string, escapes: SystemdEscapes): { readonly word: string; readonly rest: string } | undefined {
  const parts: string[] = [];
  let quote: '' | '"' | "'" = '';
  let at = 0;
  while (at < line.length) {
    const character = line[at]!;
    const plain = matchAt(PLAIN[quote], line, at);
    if (plain !== '') {
      parts.push(plain);
      at += plain.length;
    } else if (character === '\\') {
      const decoded = decodeBackslash(line, at + 1, escapes);
      if (decoded === undefined) return undefined;
      parts.push(decoded.text);
      at += 1 + decoded.length;
    } else if (character === '"' || character === "'") {
      quote = quote === '' ? character : '';
      at++;
    } else break;
  }
  if (quote !== '') return undefined;
  const word = parts.join('');
  return { word: word.isWellFormed() ? word : decodeFileName(encodeFileName(word)), rest: line.slice(at + matchAt(BLANKS, line, at).length) };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** What stands after a backslash, and how many UTF-16 units it takes. */
interface Escape {
  readonly text: string;
  readonly length: number;
}

function decodeBackslash(line: string, at: number, escapes: SystemdEscapes): Escape | undefined {
  if (escapes === 'literal') return decodeLiteral(line, at);
  if (escapes === 'kept') return { text: '\\', length: 0 };
  const decoded = decodeEscape(line, at);
  if (decoded !== undefined || escapes === 'c') return decoded;
  const { text, length } = decodeLiteral(line, at) ?? { text: '', length: 0 };
  return { text: `\\${text}`, length };
}

function decodeLiteral(line: string, at: number): Escape | undefined {
  const code = line.codePointAt(at);
  if (code === undefined) return undefined;
  const text = String.fromCodePoint(code);
  return { text, length: text.length };
}

function decodeEscape(line: string, at: number): Escape | undefined {
  const character = line[at] ?? '';
  if (Object.hasOwn(ESCAPES, character)) return { text: ESCAPES[character]!, length: 1 };
  if (character === 'x') return decodeNumber(line, at + 1, 2, 16, 1);
  if (character === 'u') return decodeNumber(line, at + 1, 4, 16, 1);
  if (character === 'U') return decodeNumber(line, at + 1, 8, 16, 1);
  return /^[0-7]$/.test(character) ? decodeNumber(line, at, 3, 8, 0) : undefined;
}

function decodeNumber(line: string, at: number, digits: number, radix: 8 | 16, prefix: number): Escape | undefined {
  const text = line.slice(at, at + digits);
  if (text.length !== digits || !(radix === 16 ? /^[0-9A-Fa-f]+$/ : /^[0-7]+$/).test(text)) return undefined;
  const value = Number.parseInt(text, radix);
  const isByte = digits <= 3;
  if (value === 0 || (isByte ? value > 0xff : value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))) return undefined;
  return { text: isByte && value > 0x7f ? String.fromCharCode(RAW_BYTE + value) : String.fromCodePoint(value), length: digits + prefix };
}
