import { FormatError } from '../../bytes/index.ts';

/** A word of a GRUB script, or the end of a command. `parts` keep what may be expanded apart from what may not. */
export type GrubToken =
  | { readonly kind: 'word'; readonly parts: readonly WordPart[]; readonly line: number }
  | { readonly kind: 'end' | 'open' | 'close'; readonly line: number };

export type WordPart = { readonly text: string } | { readonly variable: string };

const VARIABLE = /\$(?:\{([A-Za-z_][A-Za-z0-9_]*|[0-9?@#*])\}|([A-Za-z_][A-Za-z0-9_]*|[0-9?@#*]))/y;

/**
 * Splits a GRUB 2 script into tokens: words with quotes and backslashes resolved, line continuations joined,
 * comments dropped (GRUB manual, section "Writing full configuration files directly", subsection "Quoting").
 */
export function tokenizeGrubScript(text: string): GrubToken[] {
  return new GrubLexer(text).tokens();
}

class GrubLexer {
  readonly #text: string;
  readonly #tokens: GrubToken[] = [];
  #at = 0;
  #line = 1;
  #parts: WordPart[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  tokens(): GrubToken[] {
    while (this.#at < this.#text.length) this.#step();
    this.#endWord();
    this.#tokens.push({ kind: 'end', line: this.#line });
    return this.#tokens;
  }

  #step(): void {
    const character = this.#text[this.#at]!;
    if (character === '\\') this.#escape();
    else if (character === "'") this.#singleQuoted();
    else if (character === '"') this.#doubleQuoted();
    else if (character === '$') this.#variable();
    else if (character === '\n' || character === ';') this.#separator('end');
    else if (character === '{' || character === '}') this.#brace(character);
    else if (/[ \t\r]/.test(character)) this.#space();
    else if (character === '#' && this.#parts === undefined) this.#comment();
    else this.#literal(character);
  }

  #escape(): void {
    const next = this.#text[this.#at + 1];
    this.#at += 2;
    if (next === '\n') this.#line++;
    else if (next !== undefined) this.#append(next);
  }

  #singleQuoted(): void {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end < 0) throw this.#unterminated();
    const body = this.#text.slice(this.#at + 1, end);
    this.#append(body);
    this.#countLines(body);
    this.#at = end + 1;
  }

  #doubleQuoted(): void {
    this.#append('');
    this.#at++;
    while (this.#text[this.#at] !== '"') {
      if (this.#at >= this.#text.length) throw this.#unterminated();
      const character = this.#text[this.#at]!;
      if (character === '$') this.#variable();
      else if (character === '\\') this.#escapeInQuotes();
      else {
        this.#countLines(character);
        this.#literal(character);
      }
    }
    this.#at++;
  }

  /** Inside double quotes a backslash quotes only $, " and itself, and joins lines. */
  #escapeInQuotes(): void {
    const next = this.#text[this.#at + 1] ?? '';
    if (next === '\n') this.#line++;
    else this.#append(['$', '"', '\\'].includes(next) ? next : `\\${next}`);
    this.#at += 2;
  }

  #variable(): void {
    VARIABLE.lastIndex = this.#at;
    const match = VARIABLE.exec(this.#text);
    if (match === null) return this.#literal('$');
    this.#parts ??= [];
    this.#parts.push({ variable: (match[1] ?? match[2])! });
    this.#at = VARIABLE.lastIndex;
  }

  #separator(kind: 'end' | 'open' | 'close'): void {
    this.#endWord();
    this.#tokens.push({ kind, line: this.#line });
    if (this.#text[this.#at] === '\n') this.#line++;
    this.#at++;
  }

  /** A brace is a token of its own only between words. */
  #brace(character: '{' | '}'): void {
    if (this.#parts !== undefined) return this.#literal(character);
    this.#separator(character === '{' ? 'open' : 'close');
  }

  #space(): void {
    this.#endWord();
    this.#at++;
  }

  #comment(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #literal(character: string): void {
    this.#append(character);
    this.#at++;
  }

  #append(text: string): void {
    this.#parts ??= [];
    const last = this.#parts.at(-1);
    if (last !== undefined && 'text' in last) this.#parts[this.#parts.length - 1] = { text: last.text + text };
    else this.#parts.push({ text });
  }

  #endWord(): void {
    if (this.#parts !== undefined) this.#tokens.push({ kind: 'word', parts: this.#parts, line: this.#line });
    this.#parts = undefined;
  }

  #countLines(text: string): void {
    for (const character of text) if (character === '\n') this.#line++;
  }

  #unterminated(): FormatError {
    return new FormatError({ structure: 'grub.cfg', field: `line ${this.#line}`, message: 'a quote is not closed' });
  }
}
