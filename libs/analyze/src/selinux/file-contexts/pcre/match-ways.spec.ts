import { describe, expect, it } from 'vitest';
import { matchWays } from './match-ways.ts';
import { parsePcre } from './parse-pcre.ts';

const waysOf = (regex: string) => matchWays(parsePcre(`^${regex}$`, { structure: 'fc' }), true);

describe('matchWays', () => {
  it.each([
    ['/a', 1, 0],
    ['/.*', 1, 0],
    ['/a(/.*)?', 2, 0],
    ['/.*/bin/a', 1, 1],
    ['/.*/bin/a.*', 1, 1],
    ['/.*/a.*/b', 1, 2],
    ['/a?b?c?', 8, 0],
    ['/a{2,5}b', 4, 0],
    ['/a{5}b', 1, 0],
    ['/(ab|cd)*x', 1, 1],
    ['/(ab|cd){2}x', 1, 0],
    ['/(ab|ac)x', 2, 0],
    ['/(ab|bc)x', 1, 0],
    ['/(?!.*a)b', 1, 1],
    ['/.*|b', 2, 0],
    ['/(.*\\b)', 1, 1],
    ['/(a.*)', 1, 0],
  ])('%s: %d × n ** %d', (regex, factor, degree) => {
    expect(waysOf(regex)).toEqual({ factor, degree });
  });

  it.each([
    '/(a*)*b',
    '/(a+)+b',
    '/(a|a)*b',
    '/(a|ab)+c',
    '/(a?)*b',
    '/(a?){50}b',
    '/([^/]*/)*b',
    '/((ab)*c)*d',
    '/(|a)*b',
    '/((a|b)|a)*c',
    '/(.*)*',
    '/(x.*)*',
  ])('knows no bound for %s', (regex) => {
    expect(waysOf(regex).degree).toBe(Infinity);
  });
});
