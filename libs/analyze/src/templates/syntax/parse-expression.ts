import type { BlockCall, Call, Expression, Path } from './expression.ts';
import { type TemplatePlace, templateError, templateLimit } from './template-error.ts';

const MAX_DEPTH = 16;
const MAX_WORDS = 500;

const WORD = /\s+|\(|\)|\||"[^"]*"|'[^']*'|(?:[^\s()|"'=[]|\[[^\]]*\])+=?/y;
const NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/** The expression of a tag that prints: one path or literal, or a call. `{{a}}` is a path; whether it calls something is known later. */
export function parseExpression(text: string, place: TemplatePlace): Expression {
  const parser = new ExpressionParser(text, place);
  const call = parser.call(0, text);
  parser.expectEnd();
  return call.arguments.length === 0 && call.named.size === 0 ? parser.single(call.name) : call;
}

/** `if a.b includeZero=true`, `each a as |item index|`. */
export function parseBlockCall(text: string, place: TemplatePlace): BlockCall {
  const parser = new ExpressionParser(text, place);
  const call = parser.call(0, text);
  const parameters = parser.blockParameters();
  parser.expectEnd();
  return { ...call, parameters };
}

class ExpressionParser {
  readonly #words: readonly string[];
  readonly #place: TemplatePlace;
  #at = 0;

  constructor(text: string, place: TemplatePlace) {
    this.#words = wordsOf(text, place);
    this.#place = place;
  }

  call(depth: number, source: string): Call {
    if (depth > MAX_DEPTH) throw templateLimit(this.#place, `expressions nest deeper than ${MAX_DEPTH}`);
    const name = this.#take('a name');
    if (name === '(' || name === ')' || name === '|' || name.endsWith('=')) throw templateError(this.#place, `${name} where a name is expected`);
    const values: Expression[] = [];
    const named = new Map<string, Expression>();
    for (let word = this.#words[this.#at]; word !== undefined && word !== ')' && !this.#startsParameters(); word = this.#words[this.#at]) {
      if (word.endsWith('=')) {
        this.#at++;
        named.set(word.slice(0, -1), this.#value(depth));
      } else values.push(this.#value(depth));
    }
    return { kind: 'call', name, arguments: values, named, source };
  }

  single(word: string): Expression {
    if (/^["']/.test(word)) return { kind: 'literal', value: word.slice(1, -1), source: word };
    if (NUMBER.test(word)) return { kind: 'literal', value: Number(word), source: word };
    if (Object.hasOwn(WORDS, word)) return { kind: 'literal', value: WORDS[word]!, source: word };
    return parsePath(word, this.#place);
  }

  blockParameters(): readonly string[] {
    if (!this.#startsParameters()) return [];
    const end = this.#words.indexOf('|', this.#at + 2);
    if (end < 0) throw templateError(this.#place, 'names between | are not closed');
    const names = this.#words.slice(this.#at + 2, end);
    this.#at = end + 1;
    return names;
  }

  expectEnd(): void {
    const word = this.#words[this.#at];
    if (word !== undefined) throw templateError(this.#place, `${word} is one too many`);
  }

  #startsParameters(): boolean {
    return this.#words[this.#at] === 'as' && this.#words[this.#at + 1] === '|';
  }

  #value(depth: number): Expression {
    const word = this.#take('a value');
    if (word !== '(') return this.single(word);
    const from = this.#at;
    const call = this.call(depth + 1, '');
    if (this.#take(')') !== ')') throw templateError(this.#place, 'parentheses are not closed');
    return { ...call, source: `(${this.#words.slice(from, this.#at - 1).join(' ')})` };
  }

  #take(expected: string): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw templateError(this.#place, `the tag ends where ${expected} is expected`);
    return word;
  }
}

function wordsOf(text: string, place: TemplatePlace): readonly string[] {
  const words: string[] = [];
  const pattern = new RegExp(WORD);
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const [word] = pattern.exec(text) ?? [];
    if (word === undefined) throw templateError(place, `${JSON.stringify(text.slice(at, at + 20))} is no expression`);
    if (word.trim() !== '') words.push(word);
    if (words.length > MAX_WORDS) throw templateLimit(place, `more than ${MAX_WORDS} words in a tag`);
  }
  return words;
}

function parsePath(word: string, place: TemplatePlace): Path {
  const up = /^(?:\.\.\/)*/.exec(word)![0].length / 3 + (/^(?:\.\.\/)*\.\.$/.test(word) ? 1 : 0);
  const rest = word.replace(/^(?:\.\.\/)*(?:\.\.$|\.\/)?/, '');
  const isData = rest.startsWith('@');
  const steps = (isData ? rest.slice(1) : rest).match(/\[[^\]]*\]|[^./[\]]+/g) ?? [];
  if (/^[=!|]|[~`;{}]/.test(rest)) throw templateError(place, `${JSON.stringify(word)} is no path`);
  const names = steps.map((step) => (step.startsWith('[') ? step.slice(1, -1) : step));
  return { kind: 'path', up, isData, steps: names[0] === 'this' ? names.slice(1) : names, source: word };
}
