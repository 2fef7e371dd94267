import type { ConfigText } from './config-text.ts';
import { isPrintable, isSpace, isWordCharacter } from './kernel-characters.ts';
import { type KeyNode, KeyTree } from './key-tree.ts';

const NEWLINE = 0x0a;
const COMMENT = 0x23;
const PLUS = 0x2b;
const COMMA = 0x2c;
const DOT = 0x2e;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const EQUALS = 0x3d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const QUOTES = new Set([0x22, 0x27]);
const KEY_ENDS = new Set([OPEN, CLOSE, EQUALS, PLUS, SEMICOLON, COLON, NEWLINE, COMMENT]);
const VALUE_ENDS = new Set([COMMA, SEMICOLON, NEWLINE, COMMENT, CLOSE]);
const MAX_OPEN_BRACES = 16;

/** A value and what ended it; `end` is undefined at the end of the text. */
interface ParsedValue {
  readonly value: string;
  readonly position: number;
  readonly end: number | undefined;
  readonly next: number;
}

/**
 * Parses as the kernel does (Linux lib/bootconfig.c, Documentation/admin-guide/bootconfig.rst): the same keys in the same
 * order, and a FormatError at the position that the kernel reports, where its message would be the same in other words.
 */
export function parseConfigText(text: ConfigText): KeyTree {
  return new ConfigParser(text).parse();
}

class ConfigParser {
  readonly #text: ConfigText;
  readonly #tree: KeyTree;
  readonly #braces: KeyNode[] = [];

  constructor(text: ConfigText) {
    this.#text = text;
    this.#tree = new KeyTree(text);
  }

  parse(): KeyTree {
    for (let at: number | undefined = 0; at !== undefined; ) at = this.#statement(at);
    const open = this.#braces.at(-1);
    if (open !== undefined) throw this.#text.error('the brace of this key is not closed', open.position);
    if (this.#tree.isEmpty) throw this.#text.error('no key at all', 0);
    this.#tree.verify();
    return this.#tree;
  }

  /** One key with what follows it; gives the start of the next, undefined at the end. */
  #statement(at: number): number | undefined {
    const end = this.#text.find(KEY_ENDS, at);
    if (end === undefined) return this.#rest(at);
    const delimiter = this.#text.bytes[end]!;
    if (delimiter === PLUS || delimiter === COLON) return this.#assignment(at, end, delimiter, this.#operatorEnd(end));
    if (delimiter === EQUALS) return this.#assignment(at, end, delimiter, end + 1);
    if (delimiter === OPEN) return this.#openBrace(at, end);
    this.#bareKey(at, end);
    if (delimiter === CLOSE) this.#closeBrace(end);
    return delimiter === COMMENT ? this.#text.skipComment(end + 1) : end + 1;
  }

  /** Behind the last delimiter only white space may stand. */
  #rest(at: number): undefined {
    const left = this.#text.skipSpaces(at);
    if (left < this.#text.end) throw this.#text.error('a key without a delimiter behind it', left);
  }

  #operatorEnd(at: number): number {
    if (this.#text.bytes[at + 1] === EQUALS) return at + 2;
    const operator = String.fromCharCode(this.#text.bytes[at]!);
    throw this.#text.error(`${operator} must be followed by =`, at);
  }

  #assignment(keyStart: number, keyEnd: number, operator: number, valueStart: number): number {
    const node = this.#key(keyStart, keyEnd);
    const first = this.#value(valueStart);
    if (operator === EQUALS && node.values !== undefined) throw this.#text.error('the key has a value already', first.position);
    if (operator === PLUS) this.#tree.append(node, first.value, first.position);
    else this.#tree.assign(node, first.value, first.position);
    const last = this.#moreValues(node, first);
    if (last.end === CLOSE) this.#closeBrace(last.next - 1);
    return last.next;
  }

  #moreValues(node: KeyNode, first: ParsedValue): ParsedValue {
    let last = first;
    while (last.end === COMMA) {
      last = this.#value(last.next);
      this.#tree.append(node, last.value, last.position);
    }
    return last;
  }

  #openBrace(keyStart: number, at: number): number {
    const node = this.#key(keyStart, at);
    if (this.#braces.length >= MAX_OPEN_BRACES) throw this.#text.error(`braces nest deeper than ${MAX_OPEN_BRACES}`, at);
    this.#braces.push(node);
    return at + 1;
  }

  #closeBrace(at: number): void {
    if (this.#braces.pop() === undefined) throw this.#text.error('a closing brace without an opening one', at);
  }

  #bareKey(from: number, to: number): void {
    const key = this.#text.trim(from, to);
    if (key.from < key.to) this.#key(key.from, key.to);
  }

  /** The node of a dotted key below the innermost open brace. */
  #key(start: number, end: number): KeyNode {
    const { from, to } = this.#text.trim(start, end);
    let node = this.#braces.at(-1);
    for (let word = from; ; ) {
      const dot = this.#text.bytes.subarray(0, to).indexOf(DOT, word);
      const wordEnd = dot < 0 ? to : dot;
      this.#checkWord(word, wordEnd);
      node = this.#tree.child(node, word, wordEnd);
      if (dot < 0) return node;
      word = dot + 1;
    }
  }

  #checkWord(from: number, to: number): void {
    const valid = from < to && this.#text.bytes.subarray(from, to).every(isWordCharacter);
    if (!valid) throw this.#text.error('a key word must be letters, digits, - and _', from);
  }

  /** White space, newlines too, and comments before the value are skipped. */
  #value(from: number): ParsedValue {
    let at = this.#text.skipSpaces(from);
    while (this.#text.bytes[at] === COMMENT) at = this.#text.skipSpaces(this.#text.skipComment(at));
    const quote = this.#text.bytes[at];
    const parsed = quote !== undefined && QUOTES.has(quote) ? this.#quoted(at + 1, quote) : this.#unquoted(at);
    return parsed.end === COMMENT ? { ...parsed, end: NEWLINE, next: this.#text.skipComment(parsed.next) } : parsed;
  }

  #quoted(from: number, quote: number): ParsedValue {
    const close = this.#text.bytes.indexOf(quote, from);
    this.#checkPrintable(from, close < 0 ? this.#text.end : close);
    if (close < 0) throw this.#text.error('a quote is not closed', this.#text.end);
    const at = this.#text.skipSpacesInLine(close + 1);
    const end = this.#text.bytes[at];
    if (end !== undefined && !VALUE_ENDS.has(end)) throw this.#text.error('a value must be followed by a comma, semicolon, newline, # or }', at);
    return { value: this.#text.slice(from, close), position: from, end, next: Math.min(at + 1, this.#text.end) };
  }

  /** White space before the delimiter is cut; at the end of the text it stays, as in the kernel. */
  #unquoted(from: number): ParsedValue {
    const at = this.#text.find(VALUE_ENDS, from);
    this.#checkPrintable(from, at ?? this.#text.end);
    if (at === undefined) return { value: this.#text.slice(from, this.#text.end), position: from, end: undefined, next: this.#text.end };
    const trimmed = this.#text.trim(from, at);
    return { value: this.#text.slice(trimmed.from, trimmed.to), position: from, end: this.#text.bytes[at], next: at + 1 };
  }

  #checkPrintable(from: number, to: number): void {
    const bad = this.#text.bytes.subarray(from, to).findIndex((byte) => !isPrintable(byte) && !isSpace(byte));
    if (bad >= 0) throw this.#text.error(`a value holds the byte 0x${this.#text.bytes[from + bad]!.toString(16)}, which cannot be printed`, from + bad);
  }
}
