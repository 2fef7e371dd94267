import { decodeFileName } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { lookupKey } from './lookup-key.ts';

const aliases = (...pairs: readonly (readonly [from: string, to: string])[]) => pairs.map(([from, to], index) => ({ line: index + 1, from, to }));

describe('lookupKey', () => {
  it.each([
    ['/a//b///c', '/a/b/c'],
    ['/a/', '/a'],
    ['/a//', '/a'],
    ['/', '/'],
    ['//', '/'],
    ['', ''],
  ])('%s: %s', (path, key) => {
    expect(lookupKey(path, [])).toBe(key);
  });

  it('is one character for each byte', () => {
    expect(lookupKey('/ä', [])).toBe('/\xc3\xa4');
    expect(lookupKey(decodeFileName(Uint8Array.of(0x2f, 0xff, 0x61)), [])).toBe('/\xffa');
  });

  it('replaces whole components, of one list only once, by its last line that fits', () => {
    const list = aliases(['/a', '/x'], ['/a', '/y'], ['/y', '/z'], ['/r', '/']);
    expect(['/a', '/a/b', '/ab', '/b/a', '/y/y', '/r', '/r/b'].map((path) => lookupKey(path, [list]))).toEqual([
      '/y',
      '/y/b',
      '/ab',
      '/b/a',
      '/z/y',
      '/',
      '/b',
    ]);
  });

  it('gives the next list what the first one made', () => {
    expect(lookupKey('/a/f', [aliases(['/a', '/b']), aliases(['/b', '/c'], ['/a', '/d'])])).toBe('/c/f');
  });
});
