import { takeSystemdWord } from '@staticfire/read/formats/linux-text';

export interface SplitWords {
  /** Those before the place where the text cannot be split. */
  readonly words: readonly string[];
  readonly valid: boolean;
}

const BLANKS = ' \t\n\r';
/** A backslash takes the character after it as it is. */
const PLAIN_WORD = /[ \t\n\r]*((?:\\[\s\S]|[^\\ \t\n\r])+)/gy;

/** Words divided by blanks, quotes taken off (systemd src/basic/extract-word.c, with EXTRACT_UNQUOTE). */
export function splitQuotedWords(text: string): SplitWords {
  const words: string[] = [];
  let rest = trimStart(text);
  while (rest !== '') {
    const taken = takeSystemdWord(rest, 'literal');
    if (taken === undefined) return { words, valid: false };
    words.push(taken.word);
    rest = taken.rest;
  }
  return { words, valid: true };
}

/** Words divided by blanks, quotes kept (the same without flags). */
export function splitPlainWords(text: string): SplitWords {
  const words: string[] = [];
  let end = 0;
  for (const match of text.matchAll(PLAIN_WORD)) {
    words.push(match[1]!.replaceAll(/\\([\s\S])/g, '$1'));
    end = match.index + match[0].length;
  }
  return text.indexOf('\\', end) === -1 ? { words, valid: true } : { words, valid: false };
}

function trimStart(text: string): string {
  let at = 0;
  while (BLANKS.includes(text[at] ?? '.')) at++;
  return text.slice(at);
}
