import { describe, expect, it } from 'vitest';
import { FormatError } from '../../bytes/index.ts';
import { parseBootConfig } from './index.ts';

/** Keys as /proc/bootconfig would list them, `key` or `key = "a", "b"`. */
function listed(text: string): string[] {
  return parseBootConfig(Buffer.from(text)).map(({ key, values }) =>
    values.length === 0 ? key : `${key} = ${values.map((value) => JSON.stringify(value)).join(', ')}`,
  );
}

// From Linux Documentation/admin-guide/bootconfig.rst unless a row says otherwise. The kernel's own tool (tools/bootconfig of
// 6.1.192 and 6.12.117) gave the same answers and places; only bytes above 0x7f it judges by the C library, not as the kernel does.
const ACCEPTED: readonly [behaviour: string, text: string, expected: readonly string[]][] = [
  ['a dotted key', 'a.b = 1', ['a.b = "1"']],
  ['values end at a semicolon', 'a = 1; b = 2', ['a = "1"', 'b = "2"']],
  ['spaces around = and inside a value', 'a  =  two words \n', ['a = "two words"']],
  ['an array', 'a = 1, two , 3\n', ['a = "1", "two", "3"']],
  ['a key without a value', 'a\nb;', ['a', 'b']],
  ['an empty value', 'a = ;', ['a = ""']],
  ['quotes keep delimiters and spaces', 'a = " x;y,#}\n "\n', ['a = " x;y,#}\\n "']],
  ['the other quote inside quotes', `a = 'say "no"', "it's"\n`, ['a = "say \\"no\\"", "it\'s"']],
  ['a backslash is a backslash', 'a = "b\\"\n', ['a = "b\\\\"']],
  ['braces share the first words', 'a.b {\n c = 1\n d.e = 2\n}', ['a.b.c = "1"', 'a.b.d.e = "2"']],
  ['braces in one line', 'a { b = 1; c { d = 2 } e }', ['a.b = "1"', 'a.c.d = "2"', 'a.e']],
  ['the same words merge', 'a.b = 1\nc = 2\na { d = 3 }', ['a.b = "1"', 'a.d = "3"', 'c = "2"']],
  [':= replaces all values', 'a = 1, 2\na := 3', ['a = "3"']],
  [':= of a new key', 'a := 3, 4', ['a = "3", "4"']],
  ['+= appends', 'a = 1, 2\na += 3, 4', ['a = "1", "2", "3", "4"']],
  ['+= of a new key', 'a += 1', ['a = "1"']],
  ['a value and words below the same key', 'a.b = 1\na = 2', ['a = "2"', 'a.b = "1"']],
  ['comments', '# one\na = 1 # two\n# three', ['a = "1"']],
  ['comments between array values', 'a = # x\n 1, # first\n 2 # second\n', ['a = "1", "2"']],
  ['the key text before a comment', 'a # note\n', ['a']],
  ['empty braces name a key', 'kernel {}\ninit {}', ['kernel', 'init']],
  ['quoted values beside others', 'a = x, "y z", w', ['a = "x", "y z", "w"']],
  ['- and _ in words', 'a-b._c = 1', ['a-b._c = "1"']],
  ['the end of the text ends a value, its spaces stay (Linux lib/bootconfig.c)', 'a = 1  ', ['a = "1  "']],
  ['a value may start in the next line (Linux lib/bootconfig.c)', 'a =\nb = 1\n', ['a = "b = 1"']],
  ['text behind a NUL is not read (Linux lib/bootconfig.c)', 'a = 1\n\0b = 2\n', ['a = "1"']],
  ['16 words', `${words(16)} = 1`, [`${words(16)} = "1"`]],
  ['a key of 255 bytes', `${'k'.repeat(255)}\n`, ['k'.repeat(255)]],
  ['16 open braces', `${'k {'.repeat(16)}${'}'.repeat(16)}`, [Array(16).fill('k').join('.')]],
  ['8192 nodes', names(8192), names(8192).trim().split('\n')],
];

const REFUSED: readonly [behaviour: string, text: string, place: string, message: RegExp][] = [
  ['a second value', 'a = 1\na = 2\n', '2:5', /has a value already/],
  ['a second value inside braces', 'a { b = 1 }\na.b = 2', '2:7', /has a value already/],
  ['a word with a space', 'a\nb c = 1', '2:1', /key word/],
  ['spaces around a dot', 'a . b = 1', '1:1', /key word/],
  ['an empty word', 'a..b = 1', '1:3', /key word/],
  ['a word that begins with a dot inside braces', 'a {\n  .b = 1\n}', '2:3', /key word/],
  ['a comma in a key', 'a,b\n', '1:1', /key word/],
  ['no key before =', '= 1', '1:1', /key word/],
  ['no key before a brace', '{}', '1:1', /key word/],
  ['no delimiter behind the last key', 'a = 1\n  b', '2:3', /without a delimiter/],
  ['a lone +', 'a + b', '1:3', /\+ must be followed by =/],
  ['a lone :', '\na: b', '2:2', /: must be followed by =/],
  ['two quoted values without a comma', 'a = "1" "2"\n', '1:9', /must be followed by/],
  ['a comma in the line after a quoted value', 'a = "1" # note\n, "2"', '2:1', /key word|without a delimiter/],
  ['an open quote', 'a = "1\n', '2:1', /quote is not closed/],
  ['a control character in a value', 'a = \x01', '1:5', /0x1/],
  ['a control character between quotes', 'a = "b\x7f"', '1:7', /0x7f/],
  ['a C1 control in a value', 'a = \x80x', '1:6', /0x80/], // UTF-8: 0xc2 may be printed, 0x80 may not
  ['an open brace', 'a {\n b {\n c = 1\n}', '1:1', /not closed/],
  ['a stray brace', 'a = 1 }', '1:7', /closing brace/],
  ['a stray brace after a key', 'a }', '1:3', /closing brace/],
  ['comments alone', '# nothing\n', '1:1', /no key/],
  ['no text', '', '1:1', /no key/],
  ['NUL bytes alone', '\0\0\0\0', '1:1', /no key/],
  ['17 words', `${words(17)} = 1`, '1:49', /more than 16 words/],
  ['a key of 256 bytes', `${'k'.repeat(256)}\n`, '1:1', /longer than 255/],
  ['a key of 256 bytes in two words', `a.${'k'.repeat(254)}\n`, '1:3', /longer than 255/],
  ['17 open braces', `${'k {'.repeat(17)}${'}'.repeat(17)}`, '1:51', /deeper than 16/],
  ['8193 nodes', `${names(8192)}last\n`, '8193:1', /more than 8192/],
];

describe('parseBootConfig', () => {
  it.each(ACCEPTED)('%s', (_, text, expected) => {
    expect(listed(text)).toEqual(expected);
  });

  it.each(REFUSED)('refuses %s', (_, text, place, message) => {
    const error = refusal(() => parseBootConfig(Buffer.from(text), 1000));
    expect(error.detail).toMatchObject({ structure: 'bootconfig', field: place, message: expect.stringMatching(message) });
    expect(error.detail.offset).toBe(1000 + positionOf(text, place));
  });

  it('tells the line of the last assignment, or of the first mention', () => {
    const keys = parseBootConfig(Buffer.from('a = 1\nb\na := 2\na +=\n3\nb\nc { d =\n 4 }'));
    expect(keys.map(({ key, line }) => [key, line])).toEqual([
      ['a', 3],
      ['b', 2],
      ['c.d', 8],
    ]);
  });

  it('takes letters, spaces and printable characters as the kernel does: byte by byte in Latin-1', () => {
    expect(parseBootConfig(Buffer.from('c\xe4 =\xa0d\xb5\n', 'latin1'))).toEqual([{ key: 'c\udce4', values: ['d\udcb5'], line: 1 }]);
  });

  it('refuses more than the kernel takes', () => {
    expect(listed(`a = "${'x'.repeat(32_761)}"`)).toHaveLength(1);
    expect(() => listed(`a = "${'x'.repeat(32_762)}"`)).toThrow(/found 32768, expected at most 32767/);
  });

  it('counts values as nodes, those that were overridden too, but not a value that := puts in the place of the first', () => {
    const full = names(4096).replaceAll('\n', "=';'\n");
    expect(listed(full)).toHaveLength(4096);
    expect(listed(`${full}0 := 1\n0 := 2\n`)).toHaveLength(4096);
    for (const more of ['new\n', '0 += 1\n', '0 := 1, 2\n']) expect(() => listed(full + more)).toThrow(/more than 8192/);
    expect(() => listed(`a := 1, 2, 3\na := 1\n${names(8190)}`)).toThrow(/more than 8192/);
    expect(listed(`a := 1, 2, 3\na := 1\n${names(8189)}`)).toHaveLength(8189);
  });

  it('does not look for long keys below a key that has a value, as the kernel does not', () => {
    const keys = parseBootConfig(Buffer.from(`a = 1\na.${words(40)} = 2\n`));
    expect(keys.map(({ key }) => key.length)).toEqual([1, 2 + words(40).length]);
  });
});

function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index % 10}`).join('.');
}

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `${index.toString(36)}\n`).join('');
}

function positionOf(text: string, place: string): number {
  const [line, column] = place.split(':').map(Number) as [number, number];
  const start = text
    .split('\n')
    .slice(0, line - 1)
    .reduce((sum, each) => sum + Buffer.byteLength(each) + 1, 0);
  return start + column - 1;
}

function refusal(work: () => unknown): FormatError {
  try {
    work();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}
