import { expect, it } from 'vitest';
import { parseOptions } from './options.ts';

it.each([
  { argv: [], env: {}, expected: { check: false, only: undefined, rounds: 5 } },
  { argv: ['--check'], env: {}, expected: { check: true, only: undefined, rounds: 3 } },
  { argv: ['--only', 'growth'], env: { STATICFIRE_BENCH_ROUNDS: '1' }, expected: { check: false, only: 'growth', rounds: 1 } },
])('$argv with $env', ({ argv, env, expected }) => {
  expect(parseOptions(argv, env)).toEqual(expected);
});

it.each(['0', '1.5', 'many'])('%s rounds are refused', (rounds) => {
  expect(() => parseOptions([], { STATICFIRE_BENCH_ROUNDS: rounds })).toThrow('STATICFIRE_BENCH_ROUNDS');
});
