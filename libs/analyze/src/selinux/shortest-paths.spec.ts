import { expect, it } from 'vitest';
import { shortestPaths } from './shortest-paths.ts';

const EDGES: Readonly<Record<number, readonly number[]>> = { 1: [2, 3, 5], 2: [4], 3: [4, 1], 4: [6], 5: [7], 7: [6] };
const next = (node: number) => EDGES[node] ?? [];

it.each([
  [
    1,
    4,
    9,
    [
      [1, 2, 4],
      [1, 3, 4],
    ],
  ],
  [
    1,
    6,
    9,
    [
      [1, 2, 4, 6],
      [1, 3, 4, 6],
      [1, 5, 7, 6],
    ],
  ],
  [
    1,
    6,
    2,
    [
      [1, 2, 4, 6],
      [1, 3, 4, 6],
    ],
  ],
  [1, 1, 9, [[1]]],
  [6, 1, 9, []],
  [1, 8, 9, []],
])('from %i to %i, at most %i: %j', (from, to, limit, expected) => {
  expect(shortestPaths(from, to, next, limit)).toEqual(expected);
});
