import { expect, it } from 'vitest';
import { literalPrefix } from './literal-prefix.ts';
import { parsePcre } from './parse-pcre.ts';

it.each([
  ['/usr/.*', '/usr/'],
  ['/a\\.b[c]d(/.*)?', '/a.bcd'],
  ['/ab+c', '/ab'],
  ['/ab{2}c', '/ab'],
  ['/ab*c', '/a'],
  ['/ab?c', '/a'],
  ['/ab{0,3}c', '/a'],
  ['/a(bc)d', '/a'],
  ['/a|/ab', ''],
  ['.*/a', ''],
  ['\\x2fa\\xff.', '/a\xff'],
])('what %s matches starts with %s', (regex, prefix) => {
  expect(literalPrefix(parsePcre(`^${regex}$`, { structure: 'fc' }))).toBe(prefix);
});
