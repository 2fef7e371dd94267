import { describe, expect, it } from 'vitest';
import { quoteArgument } from './quote-argument.ts';

describe('quoteArgument', () => {
  it.each([
    ['a plain path', '/usr/lib64/libc-2.1.so', '"/usr/lib64/libc-2.1.so"'],
    ['a space', '/a b', '"/a\\x20b"'],
    ['a quote and a backslash', '/"\\', '"/\\x22\\x5c"'],
    ['a new command', '/\n!rm', '"/\\x0a\\x21rm"'],
    ['a pipe, a comment, a variable, a glob', '/|#$*{', '"/\\x7c\\x23\\x24\\x2a\\x7b"'],
    ['letters of two bytes', '/é', '"/\\xc3\\xa9"'],
    ['a byte that is no UTF-8', '/\udcff', '"/\\xff"'],
  ])('%s', (_, name, quoted) => expect(quoteArgument(name)).toBe(quoted));
});
