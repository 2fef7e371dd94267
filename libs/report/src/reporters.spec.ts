import { describe, expect, test } from 'vitest';
import { findReporter, reporters } from './reporters.ts';
import { goResult, inconclusiveResult, sampleResult } from './sample-result.ts';

describe.each(reporters.map(({ name }) => name))('%s', (name) => {
  test.each([
    ['no-go', sampleResult],
    ['go', goResult],
    ['inconclusive', inconclusiveResult],
  ])('renders the same bytes of the %s sample twice, and of a saved one', async (_, result) => {
    const render = await findReporter(name)!.load();
    const text = [...render(result, {})].join('');
    expect([...render(result, {})].join('')).toBe(text);
    expect([...render(JSON.parse(JSON.stringify(result)))].join('')).toBe(text);
  });

  test('ends with one line feed and holds nothing that a terminal acts on', async () => {
    const text = [...(await findReporter(name)!.load())(sampleResult)].join('');
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });
});

test('an unknown name finds nothing', () => {
  expect(findReporter('pdf')).toBeUndefined();
});
