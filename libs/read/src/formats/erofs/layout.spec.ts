import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { lookup } from '../../filesystem/index.ts';
import { featureNames } from './features.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { seal } from './fixtures/seal.ts';
import { openErofs } from './index.ts';
import { decodeInode, inodeStat } from './inode.ts';
import { filterBit } from './xattr-filter.ts';

function stat(length: 32 | 64, fields: Readonly<Record<number, number>>): ReturnType<typeof inodeStat> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of Object.entries(fields)) view.setUint32(Number(at), value, true);
  return inodeStat(decodeInode(new ByteView(bytes, 'erofs inode 40', 0), { nid: 40, offset: 1280, epoch: 1000n, epochNanoseconds: 7 }));
}

describe('an inode', () => {
  it('of 32 bytes has the time of the image, 16-bit ids and link count', () =>
    expect(stat(32, { 4: 0x0003_81a4, 8: 77, 24: 0x0064_03e8 })).toEqual({
      ...{ inode: 40, type: 'file', mode: 0o644, uid: 1000, gid: 100, size: 77, links: 3, mtime: 1000n * 1_000_000_000n + 7n },
    }));
  it('of 32 bytes adds its own seconds', () => expect(stat(32, { 4: 0x0001_81a4, 12: 5 }).mtime).toBe(1005n * 1_000_000_000n + 7n));
  it('of 64 bytes has its own time, 32-bit ids and link count', () =>
    expect(stat(64, { 0: 1, 4: 0x8fff, 8: 5, 12: 1, 24: 70_000, 28: 80_000, 32: 2, 36: 1, 40: 9, 44: 66_000 })).toEqual({
      ...{ inode: 40, type: 'file', mode: 0o7777, uid: 70_000, gid: 80_000, size: 2 ** 32 + 5, links: 66_000, mtime: (2n ** 32n + 2n) * 1_000_000_000n + 9n },
    }));
  it('of 64 bytes can be older than 1970', () => expect(stat(64, { 0: 1, 4: 0x81a4, 32: 0xffffffff, 36: 0xffffffff, 44: 1 }).mtime).toBe(-1_000_000_000n));
  it('of a device has 12 bits of major and 20 of minor number', () =>
    expect(stat(32, { 4: 0x0001_6000, 16: 0x1111_0370 })).toMatchObject({ type: 'block-device', device: { major: 259, minor: 70_000 } }));
});

it('features come in the order of dump.erofs', () =>
  expect(featureNames({ compat: 7, incompat: 0x80000007 })).toEqual([
    ...['sb_csum', 'mtime', 'xattr_filter', '0padding', 'big_pcluster', 'chunked_file', 'FEATURE_I31'],
  ]));

// Read from images that erofs-utils 1.8.10 made with -Exattr-name-filter.
it.each([
  ['selinux', 6, 11],
  ['capability', 6, 29],
  ['a', 1, 21],
  ['sixteen-bytes-ab', 1, 23],
  ['overlay.opaque', 4, 20],
  ['a-name-that-is-longer-than-two-stripes-of-sixteen', 1, 11],
])('the filter bit of %s with prefix %i is %i', (name, nameIndex, bit) => expect(filterBit({ name: new TextEncoder().encode(name), nameIndex })).toBe(bit));

it('an attribute that the filter denies is an error, as the kernel would not find it', () => {
  const image = fixtureImage('flat');
  const fs = openErofs(memorySource(image));
  const nid = lookup(fs, '/labels/f1')!.inode;
  const at = [...fs.metadataRuns(nid)][0]!.sourceOffset + 64;
  image[1024 + 8]! |= 4;
  new DataView(image.buffer).setUint32(at, ~(1 << 11), true);
  expect(openErofs(memorySource(seal(image))).xattrs(nid)).toHaveLength(1);
  new DataView(image.buffer).setUint32(at, 1 << 11, true);
  expect(() => openErofs(memorySource(seal(image))).xattrs(nid)).toThrow(/h_name_filter.*bit 11 clear, as there is security.selinux/);
});
