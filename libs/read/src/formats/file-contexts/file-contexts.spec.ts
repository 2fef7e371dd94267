import { describe, expect, it } from 'vitest';
import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { parseFileContextAliases, parseFileContexts } from './index.ts';

const parse = (text: string) => parseFileContexts(Buffer.from(text, 'latin1'), 'fc');

describe('parseFileContexts', () => {
  it('reads expression, type and context with the line', () => {
    expect(parse('# all\n/.*\tu:object_r:a:s0\n\n  /a\\.b  --\t u:r:t \n/c <<none>>')).toEqual([
      { line: 2, regex: '/.*', context: 'u:object_r:a:s0' },
      { line: 4, regex: '/a\\.b', type: 'file', context: 'u:r:t' },
      { line: 5, regex: '/c' },
    ]);
  });

  it.each([
    ['--', 'file'],
    ['-d', 'directory'],
    ['-l', 'symlink'],
    ['-c', 'char-device'],
    ['-b', 'block-device'],
    ['-p', 'fifo'],
    ['-s', 'socket'],
  ])('%s is %s', (written, type) => {
    expect(parse(`/a ${written} <<none>>`)).toEqual([{ line: 1, regex: '/a', type }]);
  });

  it('lines may end in CR LF; every blank of C separates', () => {
    expect(parse('/a\v--\fu:r:t\r\n\r\n \t\n/b u:r:t\r\n')).toMatchObject([
      { line: 1, regex: '/a', type: 'file', context: 'u:r:t' },
      { line: 4, regex: '/b', context: 'u:r:t' },
    ]);
  });

  it('passes over what follows the context, whatever it is', () => {
    expect(parse('/a -- u:r:t # \xff')).toEqual([{ line: 1, regex: '/a', type: 'file', context: 'u:r:t' }]);
  });

  it('a sign for comments starts one only at the start of a line', () => {
    expect(parse('\t# \xff\n/a#b u:r:t#')).toEqual([{ line: 2, regex: '/a#b', context: 'u:r:t#' }]);
  });

  it('does not look at expressions or contexts', () => {
    expect(parse('a[ b')).toEqual([{ line: 1, regex: 'a[', context: 'b' }]);
  });

  it.each([
    ['a missing context', '/a', 'the context is missing'],
    ['an unknown type', '/a -x u:r:t', '"-x" is no file type'],
    ['a type that is a name of every object', '/a constructor u:r:t', '"constructor" is no file type'],
    ['words behind a context without a type', '/a u:r:t more', '"u:r:t" is no file type'],
    ['a byte that is not ASCII', '/\xe4 u:r:t', 'a byte is not ASCII'],
    ['such a byte in a context', '/a u:\xe4', 'a byte is not ASCII'],
    ['a NUL', '/a\0 u:r:t', 'holds a NUL'],
  ])('refuses %s with the line', (_, line, message) => {
    expect(() => parse(`/ok u:r:t\n${line}\n`)).toThrow(new FormatError({ structure: 'fc', field: 'line 2', message }));
  });

  it('bounds fields, lines and length', () => {
    expect(parse(`${'a'.repeat(4095)} ${'c'.repeat(4095)}`)).toHaveLength(1);
    expect(() => parse(`\n${'a'.repeat(4096)} c`)).toThrow(new LimitError({ structure: 'fc', field: 'line 2', message: 'a field is longer than 4095 bytes' }));
    expect(() => parse(`a ${'c'.repeat(4096)}`)).toThrow(LimitError);
    expect(parse('\n'.repeat(99_999))).toEqual([]);
    expect(() => parse('\n'.repeat(100_000))).toThrow(LimitError);
    expect(() => parse('#'.repeat(8 * 1024 * 1024 + 1))).toThrow(LimitError);
  });

  it.each(['f97cff8a', '8aff7cf9'])('does not read a compiled table, %s', (magic) => {
    expect(() => parseFileContexts(Buffer.from(`${magic}05000000`, 'hex'), 'fc')).toThrow(UnsupportedError);
  });

  it('an empty table says nothing', () => {
    expect(parse('')).toEqual([]);
  });
});

describe('parseFileContextAliases', () => {
  const aliases = (text: string) => parseFileContextAliases(Buffer.from(text, 'latin1'), 'subs');

  it('reads two prefixes of each line', () => {
    expect(aliases('# a b\n/run /var/run\n  /x\t/\xff more\n/only\n\n/last /z')).toEqual([
      { line: 2, from: '/run', to: '/var/run' },
      { line: 3, from: '/x', to: '/\xff' },
      { line: 6, from: '/last', to: '/z' },
    ]);
  });

  it('bounds lines, and refuses NUL', () => {
    expect(aliases(`/a /${'b'.repeat(1017)}`)).toHaveLength(1);
    expect(() => aliases(`/a /${'b'.repeat(1018)}`)).toThrow(new LimitError({ structure: 'subs', field: 'line 1', message: 'longer than 1021 bytes' }));
    expect(() => aliases('/a\0 /b')).toThrow(FormatError);
  });
});
