import { type SystemdEscapes, takeSystemdWord } from '@staticfire/read/formats/linux-text';

/** Words up to the first one that cannot be read, with which systemd stops. */
export interface Words {
  readonly words: readonly string[];
  readonly complete: boolean;
}

const BLANKS = /[ \t\n\r]+/;

/** Words between blanks; quotes and backslashes are characters like others (EXTRACT_RETAIN_ESCAPE): lists of units in [Unit]. */
export function plainWords(value: string): readonly string[] {
  return value.split(BLANKS).filter((word) => word !== '');
}

/** Words with quotes (EXTRACT_UNQUOTE). */
export function quotedWords(value: string, escapes: SystemdEscapes): Words {
  const words: string[] = [];
  let rest = value.replace(/^[ \t\n\r]+/, '');
  while (rest !== '') {
    const taken = takeSystemdWord(rest, escapes);
    if (taken === undefined) return { words, complete: false };
    words.push(taken.word);
    rest = taken.rest;
  }
  return { words, complete: true };
}

/** Words without quotes; a backslash takes the next character as it is (no flags at all). */
export function escapedWords(value: string): Words {
  const parts = value.match(/(?:\\.|[^\\ \t\n\r])+/gs) ?? [];
  return { words: parts.map((word) => word.replaceAll(/\\(.)/gs, '$1')), complete: !/(?:^|[^\\])(?:\\\\)*\\$/.test(value) };
}
