import { describe, expect, it } from 'vitest';
import { parseFileCapabilities } from './parse-file-capabilities.ts';

const parse = (hex: string) => parseFileCapabilities(Buffer.from(hex, 'hex'));

describe('parseFileCapabilities', () => {
  it.each([
    [
      'version 2, in force at once',
      '0100000200202000000000000000000000000000',
      { version: 2, effective: true, permitted: ['cap_net_raw', 'cap_sys_admin'], inheritable: [] },
    ],
    [
      'version 3 with a root',
      '0100000300000000010000000000000000000000e8030000',
      { version: 3, effective: true, permitted: [], inheritable: ['cap_chown'], rootId: 1000 },
    ],
    ['version 1', '000000010100000002000000', { version: 1, effective: false, permitted: ['cap_chown'], inheritable: ['cap_dac_override'] }],
    [
      'the second word, and numbers without names',
      '0000000200000000000000000003000000000000',
      { version: 2, effective: false, permitted: ['cap_checkpoint_restore', '41'], inheritable: [] },
    ],
  ])('reads %s', (_, hex, expected) => expect(parse(hex)).toEqual(expected));

  it.each([
    ['nothing', '', /0 bytes, at least 4/],
    ['a length of another version', '01000002002020000000000000000000000000000000', /version 2 has 20 bytes, not 22/],
    ['a version of tomorrow', '0100000400202000000000000000000000000000', /magic_etc/],
  ])('refuses %s', (_, hex, message) => expect(() => parse(hex)).toThrow(message));
});
