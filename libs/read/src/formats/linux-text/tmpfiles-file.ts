import { decodeFileText, splitSystemdLines } from './file-text.ts';
import { takeSystemdWord } from './systemd-word.ts';

/** One line of a tmpfiles.d file. A field that is `-` or missing is absent. */
export interface TmpfilesEntry {
  readonly line: number;
  /**
   * `ignored` is a line that systemd-tmpfiles reports and skips; `version-dependent` one that systemd 252 and later versions read
   * differently: C escapes before the argument, and the signs `$` and `?`.
   */
  readonly kind: 'item' | 'ignored' | 'version-dependent';
  /** One letter: `d`, `L` … Empty where the kind is not `item`. */
  readonly type: string;
  /** The signs after the letter, as written: `+`, `!`. */
  readonly modifiers: string;
  /** Without quotes and escapes; specifiers (`%t`) stay. Where the kind is not `item` the whole line. */
  readonly path: string;
  /** As written: `0755`, `~0755`, `:0644`. */
  readonly mode?: string;
  readonly user?: string;
  readonly group?: string;
  readonly age?: string;
  /** The rest of the line as written, quotes and escapes kept. */
  readonly argument?: string;
}

const TYPES = new Set('fFwdDevqQpLcbCxXrRzZtThHaA');
const MODIFIERS = new Set('!-+=~^');
const LATER_MODIFIERS = new Set('!-+=~^$?');
const NEEDS_ARGUMENT = new Set('wcbtThHaA');
const MAX_MODE = 0o7777;

/** A tmpfiles.d file as systemd-tmpfiles reads it (tmpfiles.d(5); src/tmpfiles/tmpfiles.c, `parse_line`). */
export function parseTmpfilesFile(bytes: Uint8Array, file: string): readonly TmpfilesEntry[] {
  return splitSystemdLines(decodeFileText(bytes, file), file).flatMap(({ number, text }) => {
    const line = text.replace(/^[ \t]+/, '').replace(/(?<![ \t])[ \t]+$/, '');
    if (line === '' || line.startsWith('#')) return [];
    return [parseLine(line, number)];
  });
}

function parseLine(text: string, line: number): TmpfilesEntry {
  const early = parseItem(text, line, 'literal', MODIFIERS);
  const late = parseItem(text, line, 'c', LATER_MODIFIERS);
  if (early !== undefined && JSON.stringify(early) === JSON.stringify(late)) return early;
  return { line, kind: early === undefined && late === undefined ? 'ignored' : 'version-dependent', type: '', modifiers: '', path: text };
}

function parseItem(text: string, line: number, escapes: 'c' | 'literal', known: ReadonlySet<string>): TmpfilesEntry | undefined {
  const fields = takeFields(text, escapes);
  if (fields === undefined) return undefined;
  const { words, rest } = fields;
  const [action = '', path, mode, user, group, age] = words;
  const [type = '', ...modifiers] = action;
  const isAction = TYPES.has(type) && modifiers.every((sign) => known.has(sign)) && new Set(modifiers).size === modifiers.length;
  if (!isAction || path === undefined || !/^[/%]/.test(path) || !isMode(mode)) return undefined;
  if (NEEDS_ARGUMENT.has(type) && (rest === '' || rest === '-')) return undefined;
  const optional = Object.entries({ mode, user, group, age, argument: rest }).filter(([, value]) => value !== undefined && value !== '' && value !== '-');
  return { line, kind: 'item', type, modifiers: modifiers.join(''), path, ...Object.fromEntries(optional) };
}

/** Six words and what is left of the line. A quote that is not closed and an unknown escape spoil it. */
function takeFields(text: string, escapes: 'c' | 'literal'): { words: (string | undefined)[]; rest: string } | undefined {
  const words: (string | undefined)[] = [];
  let rest = text;
  while (words.length < 6 && rest !== '') {
    const taken = takeSystemdWord(rest, escapes);
    if (taken === undefined) return undefined;
    words.push(taken.word);
    rest = taken.rest;
  }
  return { words, rest };
}

/** Octal, after `~` (mask) and `:` (only when created). */
function isMode(mode: string | undefined): boolean {
  if (mode === undefined || mode === '' || mode === '-') return true;
  const digits = mode.replace(/^[~:]+/, '');
  return /^[0-7]{1,12}$/.test(digits) && Number.parseInt(digits, 8) <= MAX_MODE;
}
