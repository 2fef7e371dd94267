import { expect, test } from 'vitest';
import { securitySeverityOf } from './security-severity.ts';

test.each([
  ['critical', 9, '9.1'],
  ['critical', 10, '10.0'],
  ['high', 7, '7.1'],
  ['high', 8.95, '8.9'],
  ['medium', 4, '4.1'],
  ['medium', 6.96, '6.9'],
  ['low', 0, '0.1'],
  ['low', 3.96, '3.9'],
  // A profile may move the severity and leave a number of another band.
  ['low', 9.5, '3.9'],
  ['info', 0, undefined],
] as const)('%s %d is %s', (severity, securitySeverity, expected) => {
  expect(securitySeverityOf({ severity, securitySeverity })).toBe(expected);
});
