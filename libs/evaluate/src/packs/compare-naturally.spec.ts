import { expect, it } from 'vitest';
import { compareNaturally } from './compare-naturally.ts';

it('orders numbers as numbers, the rest as text', () => {
  expect(['1.10', '1.2', 'a2', '1.2.1', '2', '1', 'a10', 'AC-6(8)', 'AC-6'].sort(compareNaturally)).toEqual([
    '1',
    '1.2',
    '1.2.1',
    '1.10',
    '2',
    'AC-6',
    'AC-6(8)',
    'a2',
    'a10',
  ]);
});

it('is never equal for different ids', () => {
  expect(compareNaturally('1.01', '1.1')).not.toBe(0);
});
