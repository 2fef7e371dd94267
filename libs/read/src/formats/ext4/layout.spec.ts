import { describe, expect, it } from 'vitest';
import { ByteView } from '../../bytes/index.ts';
import { crc16 } from './checksums.ts';
import { decodeRecordLength } from './directory-block.ts';
import { featureNames, unreadableFeatures } from './features.ts';
import { decodeInode, inodeStat } from './inode.ts';
import { unpackPosixAcl } from './posix-acl.ts';
import type { SuperBlock } from './super-block.ts';

const PLAIN = { features: { compat: 0, incompat: 0, roCompat: 0 }, blockSizeLog: 0 } as SuperBlock;

function inode(fields: Readonly<Record<number, number>>): ReturnType<typeof inodeStat> {
  const bytes = new Uint8Array(256);
  const view = new DataView(bytes.buffer);
  view.setUint16(0x80, 32, true);
  for (const [at, value] of Object.entries(fields)) view.setUint32(Number(at), value, true);
  return inodeStat(decodeInode(PLAIN, new ByteView(bytes, 'ext4 inode 12', 0), 12, 0));
}

describe('an inode', () => {
  it.each([
    ['1970 without extra bits', 0, 0, 0n],
    ['1901', 0x80000000, 0, -(2n ** 31n) * 1_000_000_000n],
    ['2038 and one second, by the first epoch bit', 0x80000000, 1, 2n ** 31n * 1_000_000_000n],
    ['the last second of 2446', 0x7fffffff, 3, (3n * 2n ** 32n + 2n ** 31n - 1n) * 1_000_000_000n],
    ['nanoseconds', 10, 999_999_999 * 4, 10_999_999_999n],
  ])('has the time %s', (_, seconds, extra, expected) => expect(inode({ 0: 0x8000, 16: seconds, 136: extra }).mtime).toBe(expected));

  it.each([
    ['old numbers', 0x0103, 0, { major: 1, minor: 3 }],
    ['new numbers', 0, 0x11110370, { major: 259, minor: 70_000 }],
  ])('of a device has %s', (_, old, wide, device) => expect(inode({ 0: 0x6000, 40: old, 44: wide })).toMatchObject({ type: 'block-device', device }));

  it('has ids of 32 bits and all mode bits', () =>
    expect(inode({ 0: 0x1234_8fff, 24: 0x5678, 120: 0x0002_0001 })).toMatchObject({ mode: 0o7777, uid: 0x11234, gid: 0x25678 }));
});

describe('features', () => {
  it('come in the order of dumpe2fs', () =>
    expect(featureNames({ compat: 0x1008, incompat: 0x80000042, roCompat: 0x20403 })).toEqual([
      ...['ext_attr', 'orphan_file', 'filetype', 'extent', 'FEATURE_I31'],
      ...['sparse_super', 'large_file', 'metadata_csum', 'FEATURE_R17'],
    ]));
  it('that cannot be read are those that change the layout', () =>
    expect(unreadableFeatures({ compat: 0xffffffff, incompat: 0xffffffff, roCompat: 0xffffffff }).filter((name) => !name.startsWith('FEATURE'))).toEqual([
      'compression',
      'needs_recovery',
      'journal_dev',
      'dirdata',
      'encrypt',
    ]));
});

it('crc16 is the published CRC-16/ARC', () => expect(crc16(new TextEncoder().encode('123456789'), 0)).toBe(0xbb3d));

it.each([
  [12, 4096, 12],
  [65_535, 65_536, 65_536],
  [0, 65_536, 65_536],
  [65_524, 65_536, 65_524],
  [0, 4096, 0],
])('rec_len %i in a block of %i is %i', (stored, block, expected) => expect(decodeRecordLength(stored, block)).toBe(expected));

it('a POSIX ACL becomes what getxattr gives', () => {
  const disk = Uint8Array.of(1, 0, 0, 0, 1, 0, 7, 0, 2, 0, 6, 0, 0xe8, 3, 0, 0, 4, 0, 5, 0);
  const value = unpackPosixAcl(new ByteView(disk, 'ext4 xattr', 0));
  expect([...value]).toEqual([2, 0, 0, 0, 1, 0, 7, 0, 255, 255, 255, 255, 2, 0, 6, 0, 0xe8, 3, 0, 0, 4, 0, 5, 0, 255, 255, 255, 255]);
});
