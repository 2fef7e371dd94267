import { describe, expect, it } from 'vitest';
import { parseKernelCommandLine } from './index.ts';

/** `name`, `name=value` with the value in brackets, then `| word` for those behind `--`. */
function parsed(text: string): string {
  const { parameters, initArguments } = parseKernelCommandLine(text);
  const own = parameters.map(({ name, value }) => (value === undefined ? name : `${name}=[${value}]`));
  return [...own, ...initArguments.map((word) => `| ${word}`)].join(' ');
}

// Linux lib/cmdline.c, next_arg; kernel/params.c, parse_args.
describe('parseKernelCommandLine', () => {
  it.each([
    ['all kinds of white space', 'a\tb\nc\vd\fe\rf  g', 'a b c d e f g'],
    ['a no-break space, which is one to the kernel inside of a character as well', 'x\u00e0selinux=0', 'x\ufffd selinux=[0]'],
    ['spaces that are none to the kernel', 'a\u3000b\u2028c\ufeff', 'a\u3000b\u2028c\ufeff'],
    ['other characters', 'n=\u00e4\u20ac', 'n=[\u00e4\u20ac]'],
    ['quotes around a value', 'a="b c" d', 'a=[b c] d'],
    ['quotes around the word', '"a=b c" d', 'a=[b c] d'],
    ['a quote inside a word keeps spaces and stays', 'a=b"c d"e f', 'a=[b"c d"e] f'],
    ['a quote that is not closed takes the rest', 'a=b"c ro -- d', 'a=[b"c ro -- d]'],
    ['a backslash does not keep a quote from counting', 'a=\\"b ro', 'a=[\\"b ro]'],
    ['the first = only', 'a=b=c', 'a=[b=c]'],
    ['an empty value', 'a= b', 'a=[] b'],
    ['dashes end the kernel’s words', 'a -- b=c --', 'a | b=c | --'],
    ['quoted dashes do too', 'a "--" ro', 'a | ro'],
    ['dashes with more in the word do not', 'a ---- --b', 'a ---- --b'],
  ])('%s', (_, text, expected) => expect(parsed(text)).toBe(expected));
});
