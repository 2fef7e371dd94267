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

/** Bytes that the kernel's isspace takes for one (Linux lib/ctype.c, which goes by Latin-1). */
const SPACE = /[\t-\r \u00a0]/;

/** As the kernel splits it (Linux lib/cmdline.c, `next_arg`): double quotes keep spaces together and are dropped; no backslash rules. */
export function parseKernelCommandLine(text: string): KernelCommandLine {
  const words = splitWords(text);
  const end = words.findIndex((word) => unquoteWord(word) === '--');
  const own = end < 0 ? words : words.slice(0, end);
  return { parameters: own.map(parseParameter), initArguments: end < 0 ? [] : words.slice(end + 1).map(unquoteWord) };
}

/** Byte by byte, so that a character of several bytes is split where one of them is a space to the kernel. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  let quoted = false;
  for (const byte of Buffer.from(text).toString('latin1')) {
    if (byte === '"') quoted = !quoted;
    if (SPACE.test(byte) && !quoted) {
      if (word !== '') words.push(word);
      word = '';
    } else {
      word += byte;
    }
  }
  return (word === '' ? words : [...words, word]).map((each) => Buffer.from(each, 'latin1').toString());
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
