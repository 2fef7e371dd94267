import { describe, expect, it } from 'vitest';
import { readSelinuxPolicyHeader } from './index.ts';

const u32 = (...values: readonly number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => void bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
};
const EMPTY = u32(64, 0, 0);
const bitmap = (map: number) => u32(64, 64, 1, 0, map, 0);

interface Parts {
  readonly magic?: number;
  readonly target?: string;
  readonly version?: number;
  readonly config?: number;
  readonly symbols?: number;
  readonly contexts?: number;
  readonly bitmaps?: readonly Buffer[];
}

function policy({ magic = 0xf97cff8c, target = 'SE Linux', version = 31, config = 1, symbols = 8, contexts = 9, bitmaps = [bitmap(0x77), EMPTY] }: Parts = {}) {
  return Buffer.concat([u32(magic, target.length), Buffer.from(target), u32(version, config, symbols, contexts), ...bitmaps]);
}

describe('readSelinuxPolicyHeader', () => {
  it('reads the header of Bottlerocket', () => {
    expect(readSelinuxPolicyHeader(policy())).toEqual({
      version: 31,
      mls: true,
      handleUnknown: 'deny',
      symbolTables: 8,
      contextTables: 9,
      capabilities: ['network_peer_controls', 'open_perms', 'extended_socket_class', 'cgroup_seclabel', 'nnp_nosuid_transition', 'genfs_seclabel_symlinks'],
      permissiveTypes: [],
    });
  });

  it.each([
    ['reject unknown', { config: 3 }, { mls: true, handleUnknown: 'reject' }],
    ['allow unknown without MLS', { config: 4 }, { mls: false, handleUnknown: 'allow' }],
    ['permissive types by value', { bitmaps: [EMPTY, bitmap(0x8000_0002)] }, { permissiveTypes: [1, 31] }],
    ['capabilities without a name', { bitmaps: [u32(64, 128, 1, 64, 1, 0), EMPTY] }, { capabilities: ['bit 64'] }],
    ['version 30', { version: 30, contexts: 7 }, { version: 30 }],
    ['version 35 with its third bitmap', { version: 35, bitmaps: [EMPTY, EMPTY, bitmap(1)] }, { version: 35 }],
    ['version 20 without bitmaps', { version: 20, contexts: 7, bitmaps: [] }, { capabilities: [], permissiveTypes: [] }],
    ['version 15', { version: 15, symbols: 5, contexts: 6, bitmaps: [] }, { version: 15 }],
  ] as const)('reads %s', (_, parts, expected) => {
    expect(readSelinuxPolicyHeader(policy(parts))).toMatchObject(expected);
  });

  it.each([
    ['another magic', { magic: 0x12345678 }, 'format', 'magic'],
    ['a module', { magic: 0xf97cff8d }, 'unsupported', 'magic'],
    ['compiled file contexts', { magic: 0xf97cff8a }, 'unsupported', 'magic'],
    ['a Xen policy', { target: 'XenFlask' }, 'unsupported', 'target'],
    ['another target', { target: 'SE LINUX' }, 'format', 'target'],
    ['a long target', { target: 'SE Linux Module' }, 'format', 'length of the target string'],
    ['an old version', { version: 14 }, 'format', 'policyvers'],
    ['a version to come', { version: 36 }, 'unsupported', 'policyvers'],
    ['an unknown bit of config', { config: 9 }, 'unsupported', 'config'],
    ['reject and allow at once', { config: 7 }, 'format', 'config'],
    ['a table too few', { symbols: 7 }, 'format', 'sym_num'],
    ['context tables of another version', { version: 30 }, 'format', 'ocon_num'],
    ['a bitmap of other units', { bitmaps: [u32(32, 0, 0)] }, 'format', 'policycaps mapunit'],
    ['bits behind the highest', { bitmaps: [u32(64, 64, 1, 64, 1, 0)] }, 'format', 'policycaps startbit'],
    ['bits out of order', { bitmaps: [u32(64, 128, 2, 64, 1, 0, 0, 1, 0)] }, 'format', 'policycaps startbit'],
    ['an empty map', { bitmaps: [u32(64, 64, 1, 0, 0, 0)] }, 'format', 'policycaps map'],
    ['a highest bit that no map has', { bitmaps: [u32(64, 128, 1, 0, 1, 0)] }, 'format', 'policycaps highbit'],
    ['a damaged permissive map', { bitmaps: [EMPTY, u32(64, 64, 0)] }, 'format', 'permissive_map highbit'],
  ] as const)('refuses %s', (_, parts, kind, field) => {
    expect(() => readSelinuxPolicyHeader(policy(parts))).toThrow(expect.objectContaining({ kind, detail: expect.objectContaining({ field }) }));
  });

  it('refuses a bitmap of more maps than there are bytes', () => {
    expect(() => readSelinuxPolicyHeader(policy({ bitmaps: [u32(64, 0xffffffc0, 0xffffffff)] }))).toThrow('lie outside');
  });

  it('refuses every header that is cut short', () => {
    const whole = policy();
    for (let length = 0; length < whole.length; length++) expect(() => readSelinuxPolicyHeader(whole.subarray(0, length))).toThrow(/SELinux policy/);
  });
});
