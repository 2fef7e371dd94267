import { expect, it } from 'vitest';
import { lastWords } from './last-words.ts';

it.each([
  ['', 'it said nothing'],
  ['a\nb\n\nc\nd\n', 'b; c; d'],
  [
    '*stdin*:1: libguestfs: error: it crashed, do:\n  export LIBGUESTFS_DEBUG=1\nand read http://libguestfs.org\nand ask\nand wait\n',
    'libguestfs: error: it crashed, do:',
  ],
  ['libguestfs: error: no such file\n-- aB3xYz 12 --', 'libguestfs: error: no such file'],
])('%j', (text, expected) => expect(lastWords(text)).toBe(expected));
