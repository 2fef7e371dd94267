export interface KernelParameter {
  readonly name: string;
  /** Absent when there is no `=`. */
  readonly value?: string;
}

export interface KernelCommandLine {
  readonly parameters: readonly KernelParameter[];
  /** Words after `--`, which the kernel hands to init. */
  readonly initArguments: readonly string[];
}

/** As the kernel splits it (Linux lib/cmdline.c, `next_arg`): double quotes keep spaces together and are dropped; no backslash rules. */
export function parseKernelCommandLine(text: string): KernelCommandLine {
  const words = splitWords(text);
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  return { parameters: own.map(parseParameter), initArguments: end < 0 ? [] : words.slice(end + 1).map(unquoteWord) };
}

function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (/\s/.test(character) && !quoted) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      word += character;
    }
  }
  return word === '' ? words : [...words, word];
}

/** A quote in front of the whole word or of the value is dropped, and with it the closing one. */
function parseParameter(word: string): KernelParameter {
  const body = unquoteWord(word);
  const at = body.indexOf('=');
  return at < 0 ? { name: body } : { name: body.slice(0, at), value: unquoteWord(body.slice(at + 1)) };
}

function unquoteWord(word: string): string {
  if (!word.startsWith('"')) return word;
  return word.endsWith('"') && word.length > 1 ? word.slice(1, -1) : word.slice(1);
}
