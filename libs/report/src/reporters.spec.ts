import { expect, test } from 'vitest';
import { findReporter, reporters } from './reporters.ts';
import { sampleResult } from './sample-result.ts';

test.each(reporters.map(({ name }) => name))('%s is found by name and renders the same text twice', (name) => {
  const reporter = findReporter(name);
  expect(reporter?.render(sampleResult)).toBe(reporter?.render(sampleResult));
});

test('an unknown name finds nothing', () => {
  expect(findReporter('pdf')).toBeUndefined();
});
