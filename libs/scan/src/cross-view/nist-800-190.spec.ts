import { expect, it } from 'vitest';
import { nist800190 } from './nist-800-190.ts';

const numbered = (prefix: string, first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${String(first + index).padStart(2, '0')}`);
const worker = Array.from({ length: 15 }, (_, index) => `CIS 4.2.${index + 1}`);

/** Which rows of the catalogue bear on which section (facts on controls, section 0.5). */
const ROWS: Readonly<Record<string, readonly string[]>> = {
  '4.4.3': [...numbered('BR-', 38, 41), ...worker],
  '4.5.1': [...numbered('BR-', 10, 16), 'BR-36', 'CIS 1.1.1.1', 'CIS 3.3.1'],
  '4.5.2': [...numbered('SEL-', 13, 24), 'SEL-31', 'SEL-32', 'BR-38', 'BR-40', 'BR-41', 'PCI 2.2.3'],
  '4.5.3': ['CIS 1.6', ...numbered('BR-', 31, 33), 'BR-45', 'PCI 6.3.1', 'PCI 6.3.2', 'PCI 6.3.3'],
  '4.5.4': [...numbered('BR-', 15, 18), 'BR-20', 'BR-21', 'BR-37'],
  '4.5.5': [...numbered('BR-', 1, 9), 'SEL-11', 'SEL-14', 'PCI 11.5.2'],
  '4.6': ['BR-23', 'BR-24', 'BR-48'],
};

it('has every row of every section, built or not', () => {
  expect(Object.fromEntries(nist800190.map(({ section, rows }) => [section, rows.map(({ id }) => id)]))).toEqual(ROWS);
});

it('a row says the same wherever it stands', () => {
  const rows = nist800190.flatMap((theme) => theme.rows);
  for (const row of rows) expect(row).toEqual(rows.find(({ id }) => id === row.id));
});
