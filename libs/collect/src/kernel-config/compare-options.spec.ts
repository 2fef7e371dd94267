import { parseKernelConfig } from '@staticfire/read/formats/kernel-config';
import { describe, expect, it } from 'vitest';
import { compareOptions } from './compare-options.ts';

const config = (...lines: readonly string[]) => parseKernelConfig(`${lines.join('\n')}\n`, { path: 'test' });

describe('compareOptions', () => {
  it.each([
    ['equal', ['CONFIG_A=y'], ['CONFIG_A=y'], []],
    ['another order', ['CONFIG_A=y', 'CONFIG_B=m'], ['CONFIG_B=m', 'CONFIG_A=y'], []],
    ['not named and not set', ['# CONFIG_A is not set'], [], []],
    ['another value', ['CONFIG_A=y'], ['CONFIG_A=m'], [{ name: 'A', first: 'y', other: 'm' }]],
    ['missing in the other', ['CONFIG_A=y'], [], [{ name: 'A', first: 'y', other: '' }]],
    ['missing in the first', [], ['CONFIG_A="x"'], [{ name: 'A', first: '', other: 'x' }]],
  ])('%s', (_, first, other, expected) => {
    expect(compareOptions(config(...first), config(...other))).toEqual(expected);
  });
});
