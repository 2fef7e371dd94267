import { expect, it } from 'vitest';
import { growth, machine, suiteResult } from './fixtures/sample-results.ts';
import { growthLine, renderGrowth } from './render-growth.ts';

it('the line goes through the medians', () => {
  expect(growthLine(growth, 'warm').slope).toBeCloseTo(0.5, 10);
  expect(growthLine(growth, 'cold').intercept).toBeCloseTo(1, 10);
});

it.each([
  '![Size of the disk <sparse> & all](growth-size.svg)',
  '| GiB | warm | spread | cold | spread | peak memory |',
  '| 1 | 1.00 s | 0.900–1.10 | 2.00 s | 2.00–2.00 | 200 MB |',
  '* warm: 0.500 s + 0.500 s for each GiB; at most 0 % off the line',
  '* cold: 1.00 s + 1.00 s for each GiB; at most 0 % off the line',
])('the page has %s', (line) => {
  expect(renderGrowth(suiteResult, machine).split('\n')).toContain(line);
});
