import { expect, test } from 'vitest';
import { compareNaturally, orderBy } from './order.ts';

test.each([
  ['1.9', '1.10'],
  ['920', '1,010'],
  ['a', 'B'],
  ['a', 'a1'],
  ['2.1', '10'],
])('%s stands before %s', (first, second) => {
  expect(compareNaturally(first, second)).toBeLessThan(0);
  expect(compareNaturally(second, first)).toBeGreaterThan(0);
  expect(compareNaturally(first, first)).toBe(0);
});

const rule = (id: string, severity: string, title: string, count: number) => ({ id, severity, title, count });
const rules = [rule('b', 'low', 'X', 1), rule('a', 'low', 'Z', 1), rule('c', 'critical', 'Y', 9)];

test.each([
  ['severity', 'cab'],
  ['id', 'abc'],
  ['title', 'bca'],
  ['count', 'cab'],
] as const)('rules by %s', (sorting, ids) => {
  expect(
    rules
      .toSorted(orderBy(sorting))
      .map(({ id }) => id)
      .join(''),
  ).toBe(ids);
});
