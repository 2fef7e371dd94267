import { describe, expect, it } from 'vitest';
import { parseAddress } from './ip-address.ts';

const hex = (text: string) => {
  const bytes = parseAddress(text);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('hex');
};

describe('parseAddress', () => {
  it.each([
    ['192.0.2.1', 'c0000201'],
    ['0.0.0.0', '00000000'],
    ['255.255.255.255', 'ffffffff'],
    ['::', '0'.repeat(32)],
    ['::1', `${'0'.repeat(31)}1`],
    ['1::', `0001${'0'.repeat(28)}`],
    ['2001:db8::8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
    ['::ffff:192.0.2.1', `${'0'.repeat(20)}ffffc0000201`],
    ['FE80::A', `fe80${'0'.repeat(27)}a`],
  ])('%s', (text, bytes) => expect(hex(text)).toBe(bytes));

  it.each([
    ...['', '1', '1.2.3', '1.2.3.4.5', '256.0.0.1', '01.2.3.4', '1.2.3.-4', '1.2.3.4 '],
    ...[':', ':::', '1:2', '1::2::3', '1:2:3:4:5:6:7:8:9', '1:2:3:4:5:6:7:8::', '12345::', 'g::', '1.2.3.4::', '::1.2.3', '1:2:3:4:5:6:7:', ':1:2:3:4:5:6:7'],
  ])('%j is none', (text) => expect(hex(text)).toBeUndefined());
});
