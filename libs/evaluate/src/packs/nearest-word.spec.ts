import { expect, it } from 'vitest';
import { describeUnknown, nearestWord } from './nearest-word.ts';

it.each([
  ['a letter swapped', 'oen', ['two', 'one'], 'one'],
  ['a letter missing', 'severty', ['title', 'severity'], 'severity'],
  ['the nearer of two', 'baseline:a/bb', ['baseline:a/bcd', 'baseline:a/b'], 'baseline:a/b'],
  ['nothing near', 'xyzxyz', ['one', 'two'], undefined],
  ['no candidates', 'one', [], undefined],
  ['an empty word', '', ['a', 'abc'], 'a'],
])('%s', (_, word, candidates, expected) => {
  expect(nearestWord(word, candidates)).toBe(expected);
});

it('says what was meant only when something is near', () => {
  expect(describeUnknown('rule', 'a:b/d', ['a:b/c'])).toBe('there is no rule a:b/d; did you mean a:b/c?');
  expect(describeUnknown('rule', 'zzzzzz', ['a:b/c'])).toBe('there is no rule zzzzzz');
});
