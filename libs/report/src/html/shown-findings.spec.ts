import { expect, test } from 'vitest';
import { limitOfRule, MAX_SHOWN, MAX_SHOWN_OF_RULE } from './shown-findings.ts';

test.each([
  ['few findings', [3, 4], MAX_SHOWN_OF_RULE],
  ['one long rule', [50_000], MAX_SHOWN_OF_RULE],
  ['more rules than findings fit', Array.from({ length: 5000 }, () => 10), 1],
])('%s', (_name, counts, limit) => {
  expect(limitOfRule(counts)).toBe(limit);
});

test('all together stay within bounds', () => {
  const counts = [1, 20, 300, ...Array.from({ length: 30 }, () => 5000)];
  const limit = limitOfRule(counts);
  const shown = counts.reduce((sum, count) => sum + Math.min(count, limit), 0);
  expect(shown).toBeLessThanOrEqual(MAX_SHOWN);
  expect(shown).toBeGreaterThan(MAX_SHOWN / 2);
});
