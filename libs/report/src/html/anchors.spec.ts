import { expect, test } from 'vitest';
import { Anchors } from './anchors.ts';

test('an id is letters, digits and hyphens, and given once', () => {
  const anchors = new Anchors();
  const wanted = ['rule-a:b/c', 'rule-a:b-c', 'rule-a-b-c-2', 'rule-a/b/c', 'rule-"><b>', 'x'];
  expect(wanted.map((each) => anchors.take(each))).toEqual(['rule-a-b-c', 'rule-a-b-c-1', 'rule-a-b-c-2', 'rule-a-b-c-3', 'rule-b-', 'x']);
});

test('a hundred thousand that want the same id are no slower than others', () => {
  const anchors = new Anchors();
  const given = new Set(Array.from({ length: 100_000 }, () => anchors.take('f-0')));
  expect(given.size).toBe(100_000);
});
