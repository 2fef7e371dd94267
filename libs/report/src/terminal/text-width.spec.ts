import { expect, test } from 'vitest';
import { padTo, textWidth } from './text-width.ts';

test.each([
  ['ASCII', '/usr/bin', 8],
  ['an umlaut', 'Käse', 4],
  ['a mark that combines', 'Ka\u0308se', 4],
  ['ideographs', '日本語', 6],
  ['Hangul, whole and put together', '한\u1112\u1161\u11ab', 4],
  ['halfwidth and fullwidth', 'ｱＡ', 3],
  ['an emoji', '🧀', 2],
  ['a flag', '🇪🇺', 2],
  ['nothing', '', 0],
])('%s', (_name, text, columns) => {
  expect(textWidth(text)).toBe(columns);
});

test('blanks fill up to a column, and longer text stays', () => {
  expect(padTo('日本', 6)).toBe('日本  ');
  expect(padTo('日本', 3)).toBe('日本');
});
