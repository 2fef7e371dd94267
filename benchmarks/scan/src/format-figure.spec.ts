import { expect, it } from 'vitest';
import { formatAmount, formatFigure } from './format-figure.ts';

it.each([
  [0, '0'],
  [0.0000001, '0.000000'],
  [0.00123, '0.00123'],
  [0.4084, '0.408'],
  [1.5884, '1.59'],
  [12.34, '12.3'],
  [123.4, '123'],
  [15_898, '15898'],
  [-0.129, '-0.129'],
])('%d is %s', (value, expected) => {
  expect(formatFigure(value)).toBe(expected);
});

it('an amount has its unit', () => {
  expect(formatAmount(300, 'MB')).toBe('300 MB');
});
