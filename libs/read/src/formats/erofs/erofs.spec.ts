import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { type FileSystem, lookup } from '../../filesystem/index.ts';
import { findBlockOwners } from '../../image/block-owners.ts';
import { FIXTURES, type Fixture, fixtureImage } from './fixtures/fixture-image.ts';
import { seal } from './fixtures/seal.ts';
import { isErofs, openErofs, readErofsSuperBlock } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openErofs(memorySource(bytes)));

const SUPER_BLOCK = 1024;
const BLOCK = 4096;
const HAS_INLINE_CLUSTERS: readonly Fixture[] = ['zstd', 'fragments', 'all-fragments', 'prefixes'];
const TIME = 1_700_000_000n;

const open = (image: Uint8Array, origin = 0): FileSystem => openErofs(memorySource(image, origin));
const nidOf = (fs: FileSystem, path: string): number => lookup(fs, path, { followLast: false })!.inode;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const numbers = (count: number): string => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('isErofs', () => {
  it.each([
    ['an EROFS image', fixtureImage('lz4hc'), true],
    ['zeros', new Uint8Array(8192), false],
    ['a source that ends inside the superblock', fixtureImage('lz4hc').subarray(0, 1151), false],
    ['nothing', new Uint8Array(0), false],
  ])('of %s', (_, bytes, expected) => expect(isErofs(memorySource(bytes))).toBe(expected));
});

describe('the superblock', () => {
  it.each([
    ['lz4hc', ['sb_csum', 'mtime', '0padding', 'big_pcluster'], ['lz4']],
    ['legacy', ['sb_csum', 'mtime', 'big_pcluster'], ['lz4']],
    ['lzma', ['sb_csum', 'mtime', 'xattr_filter', '0padding', 'big_pcluster'], ['lzma']],
    ['deflate', ['sb_csum', 'mtime', 'xattr_filter', '0padding', 'big_pcluster'], ['deflate']],
    ['zstd', ['sb_csum', 'mtime', 'xattr_filter', '0padding', 'big_pcluster', 'ztailpacking'], ['zstd']],
    ['fragments', ['sb_csum', 'mtime', 'xattr_filter', '0padding', 'big_pcluster', 'ztailpacking', 'fragments'], ['lz4']],
    ['chunks', ['sb_csum', 'mtime', 'chunked_file'], []],
    ['flat', ['sb_csum', 'mtime'], []],
  ] as const)('of %s', (name, features, algorithms) => {
    const superBlock = readErofsSuperBlock(memorySource(fixtureImage(name)));
    expect(superBlock).toMatchObject({ features, algorithms, blockSize: BLOCK, buildTime: TIME, buildTimeNanoseconds: 0, label: '' });
    expect(superBlock.uuid).toBe('11111111-2222-3333-4444-555555555555');
  });
});

describe.each(FIXTURES)('%s', (name) => {
  const image = fixtureImage(name);
  const fs = open(image);

  it('reads without an error', () => expect(readEverything(image)).toEqual([]));
  it('knows itself', () => expect(fs.info).toMatchObject({ type: 'erofs', blockSize: BLOCK, length: image.length, clean: true }));
  it('keeps modes and links', () =>
    expect(lookup(fs, '/hello')).toMatchObject({ type: 'file', mode: 0o4755, size: 5, links: 2, uid: 0, gid: 0, mtime: TIME * 1_000_000_000n }));
  it('lists every name once, in order', () => {
    const names = [...fs.list(nidOf(fs, '/many'))].map((entry) => entry.name);
    expect(names).toEqual(Array.from({ length: 120 }, (_, index) => `entry-${index + 1}-with-a-name-that-fills-the-block`).sort());
  });
  it('follows symlinks', () => expect([fs.readLink(nidOf(fs, '/short')), fs.readLink(nidOf(fs, '/long'))]).toEqual(['hello', 'd0/'.repeat(40)]));
  it('reads a device and a pipe', () => {
    expect(lookup(fs, '/char')).toMatchObject({ type: 'char-device', device: { major: 1, minor: 3 } });
    expect(lookup(fs, '/pipe')).toMatchObject({ type: 'fifo', size: 0 });
  });
  it.each([
    ['/hello', 'hello'],
    ['/small', '7'.padStart(100, '0')],
    ['/large', numbers(20_000)],
    ['/repeated', 'a\n'.repeat(150_000)],
    ['/sparse', `${'\0'.repeat(20_000)}x`],
  ])('reads %s whole', (path, expected) => expect(text(fs.read(nidOf(fs, path), 0, expected.length + 10)) === expected).toBe(true));
  it('reads text behind bytes that do not compress', () => expect(text(fs.read(nidOf(fs, '/mixed'), 9000, 20_000)) === numbers(3000)).toBe(true));
  it.each([1, 7, 4096, 5000, 131_072])('reads the same in pieces of %i bytes', (length) => {
    const nid = nidOf(fs, '/mixed');
    const whole = fs.read(nid, 0, 1 << 20);
    const piece = new Uint8Array(length);
    for (let at = 0; at < whole.length; at += length * (length === 1 ? 97 : 1)) {
      const got = fs.readInto(nid, at, piece.fill(0xee));
      expect(Buffer.compare(piece.subarray(0, got), whole.subarray(at, at + length)), `at ${at}`).toBe(0);
    }
  });
  it('reads no further than the end', () => expect(fs.read(nidOf(fs, '/large'), numbers(20_000).length - 1, 1000)).toHaveLength(1));
  it('reads nothing behind the end', () => expect(fs.read(nidOf(fs, '/large'), 1 << 20, 1000)).toHaveLength(0));
  it('reads attributes of all kinds', () => {
    expect(fs.xattrs(nidOf(fs, '/labels/f3')).map(({ name: key, value }) => [key, text(value)])).toEqual([['security.selinux', 'system_u:object_r:os_t:s0']]);
    const values = new Map(fs.xattrs(nidOf(fs, '/d0')).map(({ name: key, value }) => [key, value]));
    expect(text(values.get('user.own')!)).toBe('v'.repeat(600));
    expect(text(values.get('trusted.t')!)).toBe('abcd');
    expect([...values.get('system.posix_acl_access')!.subarray(0, 8)]).toEqual([2, 0, 0, 0, 1, 0, 7, 0]);
  });
  it('tells runs that cover each file', () => {
    for (const path of ['/large', '/mixed', '/repeated', '/sparse']) {
      const size = lookup(fs, path)!.size;
      let next = 0;
      for (const { fileOffset, length } of fs.runs(nidOf(fs, path))) {
        expect(fileOffset, path).toBe(next);
        next += length;
      }
      // What is inline has no run: less than a block of bytes as they are, or one compressed cluster.
      expect(next === size || size - next < BLOCK || HAS_INLINE_CLUSTERS.includes(name), `${path} ends at ${next} of ${size}`).toBe(true);
    }
  });
  it('names metadata', () => {
    expect([0, SUPER_BLOCK].map((offset) => fs.metadataAt(offset))).toEqual(['superblock', 'superblock']);
    const [inode] = [...fs.metadataRuns(nidOf(fs, '/d0/d1/d2'))];
    expect(inode).toMatchObject({ what: 'inode' });
    expect(fs.metadataAt(inode!.sourceOffset)).toBe('inodes with their attributes, indexes and inline data');
    const [data] = [...fs.runs(nidOf(fs, '/large'))];
    expect(fs.metadataAt(data!.sourceOffset!)).toBeUndefined();
    expect(fs.metadataAt(image.length)).toBeUndefined();
  });
});

it('reads holes of a chunk-based file, and tells them', () => {
  const image = fixtureImage('chunks');
  const nid = nidOf(open(image), '/large');
  image.fill(0xff, header('/large')(open(image)) + 8, header('/large')(open(image)) + 24); // the second chunk and the third
  const fs = open(seal(image));
  expect([...fs.runs(nid)].slice(0, 3)).toEqual([
    { fileOffset: 0, length: 4096, sourceOffset: expect.any(Number) },
    { fileOffset: 4096, length: 8192 },
    { fileOffset: 12_288, length: expect.any(Number), sourceOffset: expect.any(Number) },
  ]);
  const bytes = new Uint8Array(12_289).fill(1);
  expect(fs.readInto(nid, 0, bytes)).toBe(bytes.length);
  expect(text(bytes) === `${numbers(20_000).slice(0, 4096)}${'\0'.repeat(8192)}${numbers(20_000)[12_288]}`).toBe(true);
});

it('reads a flat file without blocks as a hole', () => {
  const image = fixtureImage('flat');
  const nid = nidOf(open(image), '/hello');
  const at = inode('/hello')(open(image));
  new DataView(image.buffer).setUint16(at, 1, true); // extended, flat-plain
  image.fill(0xff, at + 16, at + 20);
  const fs = open(seal(image));
  expect([...fs.runs(nid)]).toEqual([{ fileOffset: 0, length: 5 }]);
  expect([...fs.read(nid, 0, 10)]).toEqual([0, 0, 0, 0, 0]);
});

it('gives the stored length of compressed runs', () => {
  const fs = open(fixtureImage('lz4hc'));
  const runs = [...fs.runs(nidOf(fs, '/large'))];
  expect(runs.length).toBeGreaterThan(1);
  for (const { sourceOffset, sourceLength, length } of runs) {
    expect(sourceOffset! % BLOCK).toBe(0);
    expect(sourceLength).toBeLessThanOrEqual(16_384);
    expect(length).toBeGreaterThan(sourceLength!);
  }
});

it('reads each stored cluster once when a file is read in pieces', () => {
  const image = fixtureImage('lz4hc');
  const starts: number[] = [];
  const source = memorySource(image);
  const fs = openErofs({ ...source, readInto: (target, offset) => starts.push(offset) && source.readInto(target, offset) });
  const nid = nidOf(fs, '/large');
  const runs = [...fs.runs(nid)];
  starts.length = 0;
  for (let at = 0; at < fs.stat(nid).size; at += 1000) fs.readInto(nid, at, new Uint8Array(1000));
  expect(starts).toEqual(runs.map(({ sourceOffset }) => sourceOffset));
});

describe('dedupe', () => {
  const fs = open(fixtureImage('dedupe'));
  it('reads files that have a part in common', () => {
    expect(text(fs.read(nidOf(fs, '/large-again'), 0, 1 << 20)) === numbers(20_000)).toBe(true);
    expect(text(fs.read(nidOf(fs, '/shifted'), 0, 1 << 20)) === numbers(5000) + numbers(20_000)).toBe(true);
  });
  it('tells the blocks that they share', () => {
    const places = (path: string): Set<number> => new Set([...fs.runs(nidOf(fs, path))].map(({ sourceOffset }) => sourceOffset!));
    expect(places('/large-again')).toEqual(places('/large'));
    expect([...places('/shifted')].some((place) => places('/large').has(place))).toBe(true);
  });
});

describe('heads of the second kind', () => {
  it.each(['legacy', 'lz4hc'] as const)('have the second algorithm: %s', (name) => {
    const image = fixtureImage(name);
    const at = header('/repeated')(open(image));
    expect(image[at + 6]).toBe(0);
    // Both algorithms are LZ4, so that the type may be either.
    toSecondHeads(image, at + 8, name);
    image[SUPER_BLOCK + 80]! |= 8;
    const fs = open(seal(image));
    expect(text(fs.read(nidOf(fs, '/repeated'), 0, 1 << 20)) === 'a\n'.repeat(150_000)).toBe(true);
    image[at + 6] = 0x30;
    const other = open(image);
    expect(() => other.read(nidOf(other, '/repeated'), 0, 10)).toThrow(expect.objectContaining({ kind: 'format', message: expect.stringMatching(/zstd/) }));
  });
});

/** The first entry of an index: full entries follow 8 unused bytes, compact ones begin with bits above the offset. */
function toSecondHeads(image: Uint8Array, at: number, name: Fixture): void {
  if (name === 'legacy') image[at + 8]! |= 3;
  else image[at + 1]! |= 0x30;
}

it('clusters of one file that lie in the same blocks are damage, without dedupe', () => {
  const image = fixtureImage('legacy');
  const start = header('/large', 16)(open(image));
  const view = new DataView(image.buffer);
  const heads: number[] = [];
  for (let at = start; heads.length < 2; at += 8) if ((view.getUint16(at, true) & 3) !== 2) heads.push(at);
  view.setUint32(heads[1]! + 4, view.getUint32(heads[0]! + 4, true), true);
  const fs = open(seal(image));
  expect(() => fs.read(nidOf(fs, '/large'), 0, 10)).toThrow(
    expect.objectContaining({ kind: 'format', message: expect.stringMatching(/blkaddr.*blocks that the extent before does not have/) }),
  );
});

describe('fragments', () => {
  const damaged = (place: (fs: FileSystem) => number, bytes: readonly number[]) => {
    const image = fixtureImage('all-fragments');
    image.set(bytes, place(open(image)));
    return open(seal(image));
  };
  it('past the end of the packed inode are damage', () => {
    const fs = damaged(header('/hello', 3), [0x7f]);
    expect(() => fs.read(nidOf(fs, '/hello'), 0, 10)).toThrow(/packed inode, i_size/);
    expect(() => [...fs.runs(nidOf(fs, '/hello'))]).toThrow(/packed inode, i_size/);
  });
  it('are refused without a packed inode', () => {
    const fs = damaged(() => SUPER_BLOCK + 96, [0, 0, 0, 0]);
    expect(() => fs.read(nidOf(fs, '/hello'), 0, 10)).toThrow(/no packed inode/);
  });
  it('are refused in the packed inode itself', () => {
    const image = fixtureImage('all-fragments');
    const fs = open(image);
    new DataView(image.buffer).setUint32(SUPER_BLOCK + 96, nidOf(fs, '/hello'), true);
    const other = open(seal(image));
    expect(() => other.read(nidOf(fs, '/hello'), 0, 10)).toThrow(/none in the packed inode itself/);
  });
});

it('lets the owner of a stored block be found', () => {
  const fs = open(fixtureImage('lz4hc'));
  const [first, second] = [...fs.runs(nidOf(fs, '/large'))];
  const last = first!.sourceOffset! + first!.sourceLength! - BLOCK;
  const inodes = Math.floor(inode('/many/entry-99-with-a-name-that-fills-the-block')(fs) / BLOCK) * BLOCK;
  expect(inodes).toBeGreaterThan(0);
  const [names] = [...fs.runs(nidOf(fs, '/many'))];
  const owners = findBlockOwners(fs, [0, first!.sourceOffset!, last, second!.sourceOffset!, names!.sourceOffset!, inodes], BLOCK);
  expect(last).toBeGreaterThan(first!.sourceOffset!);
  expect(
    [...owners.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, owner]) => owner)
      .sort(),
  ).toEqual(['superblock', '/large', '/large', '/large', '/many', 'inodes with their attributes, indexes and inline data'].sort());
});

it('counts offsets in errors from the image, not from the filesystem', () => {
  const image = fixtureImage('flat');
  image[SUPER_BLOCK + 64]! ^= 1;
  expect(() => open(image, 5_000_000)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ offset: 5_000_000 + SUPER_BLOCK + 4 }) }));
});

interface Damage {
  readonly fixture: Fixture;
  /** Bytes from the image's start. */
  readonly place: (fs: FileSystem) => number;
  readonly bytes: readonly number[];
  readonly field: string;
  readonly structure: RegExp;
  readonly kind?: 'format' | 'unsupported';
  /** Of the field named, from `place`; 0 when missing. */
  readonly shift?: number;
  readonly found?: RegExp;
}

const inode =
  (path: string, at = 0) =>
  (fs: FileSystem): number =>
    [...fs.metadataRuns(nidOf(fs, path))][0]!.sourceOffset + at;
/** Behind an inode of 32 bytes without attributes, aligned to 8. */
const header =
  (path: string, at = 0) =>
  (fs: FileSystem): number =>
    Math.ceil((inode(path)(fs) + 32) / 8) * 8 + at;
const directory =
  (path: string, at = 0) =>
  (fs: FileSystem): number =>
    [...fs.runs(nidOf(fs, path))][0]!.sourceOffset! + at;
const superBlock = (at: number) => (): number => SUPER_BLOCK + at;
const sb = (at: number, bytes: readonly number[], field: string, more: Partial<Damage> = {}): Damage => ({
  ...{ fixture: 'lz4hc', place: superBlock(at), bytes, field, structure: /^erofs superblock$/ },
  ...more,
});
const feature = (bit: number, name: string): Damage => {
  const value = (3 | (2 ** bit)) >>> 0;
  const bytes = [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
  return sb(80, bytes, 'feature_incompat', { kind: 'unsupported', found: new RegExp(`^${name}$`) });
};
const INODE = /^erofs inode \d+$/;
const DIRECTORY = /^erofs directory block 0 of inode \d+$/;
const XATTRS = /^erofs xattrs of inode \d+$/;
const HEADER = /^erofs map header of inode \d+$/;
const INDEX = /^erofs index of inode \d+, logical cluster \d+$/;
const u32 = (value: number): number[] => [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];

const DAMAGES: readonly Damage[] = [
  sb(0, [0], 'magic'),
  sb(12, [8], 'blkszbits'),
  sb(12, [17], 'blkszbits'),
  sb(13, [200], 'sb_extslots'),
  sb(32, u32(1_000_000_000), 'fixed_nsec'),
  sb(36, u32(0), 'blocks'),
  sb(36, u32(100_000), 'blocks', { found: /^100000$/ }),
  sb(40, u32(1_000_000), 'meta_blkaddr'),
  sb(44, u32(1_000_000), 'xattr_blkaddr'),
  sb(90, [1], 'dirblkbits', { kind: 'unsupported' }),
  sb(128, [3], 'length', { structure: /^erofs lzma configuration$/, fixture: 'lzma' }),
  sb(130, u32(0), 'dict_size', { structure: /^erofs lzma configuration$/, fixture: 'lzma' }),
  sb(134, [1], 'format', { structure: /^erofs lzma configuration$/, fixture: 'lzma', kind: 'unsupported' }),
  sb(130, [16], 'windowbits', { structure: /^erofs deflate configuration$/, fixture: 'deflate' }),
  sb(130, [1], 'format', { structure: /^erofs zstd configuration$/, fixture: 'zstd', kind: 'unsupported' }),
  sb(131, [11], 'windowlog', { structure: /^erofs zstd configuration$/, fixture: 'zstd' }),
  sb(84, [0x11], 'available_compr_algs', { kind: 'unsupported', found: /^algorithms 0x11$/ }),
  sb(128, [3], 'length', { structure: /^erofs lz4 configuration$/ }),
  sb(130, [0, 1], 'max_distance', { structure: /^erofs lz4 configuration$/, kind: 'unsupported' }),
  sb(132, [1, 1], 'max_pclusterblks', { structure: /^erofs lz4 configuration$/ }),
  sb(8, [11], 'feature_compat', { kind: 'unsupported', found: /^shared_ea_in_metabox$/ }),
  sb(80, [11, 0, 0, 0, 1, 0, 1, 0], 'feature_incompat', { kind: 'unsupported', found: /^device_table$/ }),
  feature(7, '48bit'),
  feature(8, 'metabox'),
  feature(9, 'FEATURE_I9'),
  feature(31, 'FEATURE_I31'),

  { fixture: 'flat', place: inode('/hello'), bytes: [0x0b], field: 'i_format', structure: INODE },
  { fixture: 'flat', place: inode('/hello'), bytes: [0x25], field: 'i_format', structure: INODE },
  { fixture: 'flat', place: inode('/hello'), bytes: [0x15], field: 'i_format', structure: INODE, kind: 'unsupported', found: /^48bit$/ },
  { fixture: 'flat', place: inode('/hello', 4), bytes: [0xff, 0x7f], field: 'i_mode', structure: INODE },
  { fixture: 'flat', place: inode('/hello', 44), bytes: u32(0), field: 'i_nlink', structure: INODE },
  { fixture: 'flat', place: inode('/hello', 40), bytes: u32(1_000_000_000), field: 'i_mtime_nsec', structure: INODE },
  { fixture: 'flat', place: inode('/hello', 14), bytes: [0x20], field: 'i_size', structure: INODE, shift: -6 },
  { fixture: 'flat', place: inode('/hello', 8), bytes: [0, 0x10], field: 'i_size', structure: INODE },
  { fixture: 'flat', place: inode('/large', 16), bytes: u32(0), field: 'i_u.startblk', structure: INODE },
  { fixture: 'flat', place: inode('/large', 16), bytes: u32(0x7fffffff), field: 'i_u.startblk', structure: INODE },
  { fixture: 'flat', place: inode('/short', 8), bytes: [0], field: 'i_size', structure: INODE },
  { fixture: 'flat', place: inode('/short', 65), bytes: [0], field: 'symlink target', structure: INODE, shift: -65 },
  { fixture: 'lz4hc', place: inode('/hello', 6), bytes: [0, 0], field: 'i_nlink', structure: INODE },

  { fixture: 'flat', place: directory('/many', 8), bytes: [0, 0], field: 'nameoff', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 8), bytes: [13, 0], field: 'nameoff', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 8), bytes: [0xfc, 0xff], field: 'nameoff', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 20), bytes: [0, 0], field: 'nameoff', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 24), bytes: [0xff, 0xff, 0xff], field: 'nid', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 31), bytes: [0x80], field: 'nid', structure: DIRECTORY, shift: -7 },
  { fixture: 'flat', place: directory('/many', 0), bytes: [1, 2], field: 'nid', structure: DIRECTORY },
  { fixture: 'flat', place: directory('/many', 34), bytes: [8], field: 'file_type', structure: DIRECTORY },

  { fixture: 'flat', place: inode('/labels/f1', 2), bytes: [1, 0], field: 'i_xattr_icount', structure: INODE, kind: 'unsupported' },
  { fixture: 'flat', place: inode('/labels/f1', 64 + 4), bytes: [2], field: 'h_shared_count', structure: XATTRS },
  { fixture: 'flat', place: inode('/labels/f1', 64 + 12), bytes: u32(0x3fffffff), field: '', structure: /^erofs shared xattr \d+$/ },

  { fixture: 'lz4hc', place: header('/large', 7), bytes: [0x80], field: 'h_clusterbits', structure: HEADER, found: /^fragments$/ },
  { fixture: 'lz4hc', place: header('/large', 7), bytes: [0x10], field: 'h_clusterbits', structure: HEADER },
  { fixture: 'lz4hc', place: header('/large', 7), bytes: [1], field: 'h_clusterbits', structure: HEADER, kind: 'unsupported' },
  { fixture: 'lz4hc', place: header('/large', 6), bytes: [1], field: 'h_algorithmtype', structure: HEADER, found: /^lzma$/ },
  { fixture: 'lz4hc', place: header('/large', 6), bytes: [4], field: 'h_algorithmtype', structure: HEADER, kind: 'unsupported' },
  { fixture: 'lz4hc', place: header('/large', 6), bytes: [0x50], field: 'h_algorithmtype', structure: HEADER, kind: 'unsupported' },
  { fixture: 'lz4hc', place: header('/large', 4), bytes: [3], field: 'h_advise', structure: HEADER },
  { fixture: 'lz4hc', place: header('/large', 4), bytes: [0x0f], field: 'h_idata_size', structure: HEADER, shift: -2 },
  { fixture: 'lz4hc', place: header('/large', 4), bytes: [0x27], field: 'h_advise', structure: HEADER, found: /^fragments$/ },
  { fixture: 'lz4hc', place: header('/large', 4), bytes: [0x47], field: 'h_advise', structure: HEADER, kind: 'unsupported' },
  { fixture: 'legacy', place: header('/large', 4), bytes: [7], field: 'h_advise', structure: HEADER, kind: 'unsupported', found: /48bit/ },
  { fixture: 'legacy', place: header('/large', 16), bytes: [2, 0, 0, 0, 1, 0], field: 'type', structure: INDEX },
  { fixture: 'legacy', place: header('/large', 17), bytes: [0x40], field: 'di_advise', structure: /^erofs full index/, kind: 'unsupported', shift: -1 },
  { fixture: 'legacy', place: header('/large', 18), bytes: [1, 0], field: 'clusterofs', structure: INDEX, shift: -2 },
  { fixture: 'legacy', place: header('/large', 18), bytes: [0, 0x10], field: 'di_clusterofs', structure: /^erofs full index/ },
  { fixture: 'legacy', place: header('/large', 20), bytes: u32(0xffffff), field: 'blkaddr', structure: INDEX, shift: -4 },
  { fixture: 'legacy', place: header('/large', 20), bytes: u32(0), field: 'blkaddr', structure: INDEX, shift: -4 },
  { fixture: 'legacy', place: header('/large', 28), bytes: [0, 8], field: 'delta[0]', structure: INDEX, shift: -4 },
  { fixture: 'legacy', place: header('/large', 28), bytes: [1, 9], field: 'stored blocks', structure: INDEX, shift: -12 },
  { fixture: 'legacy', place: header('/large', 28), bytes: [1, 0], field: 'delta[0]', structure: INDEX, shift: -4 },

  { fixture: 'chunks', place: inode('/large', 16), bytes: [0x60], field: 'i_u.c.format', structure: INODE, kind: 'unsupported' },
  { fixture: 'chunks', place: inode('/large', 17), bytes: [1], field: 'i_u.c.format', structure: INODE, shift: -1 },
  { fixture: 'chunks', place: inode('/large', 8), bytes: u32(0xffffffff), field: 'i_size', structure: INODE },
  { fixture: 'chunks', place: inode('/large', 32), bytes: [1], field: 'startblk_hi', structure: /^erofs chunk table of inode \d+$/ },
  { fixture: 'chunks', place: inode('/large', 34), bytes: [1], field: 'device_id', structure: /^erofs chunk table/, kind: 'unsupported' },
  { fixture: 'chunks', place: inode('/large', 36), bytes: u32(0xffffff), field: 'blkaddr', structure: /^erofs chunk table/ },
];

describe('damage', () => {
  it.each(DAMAGES.map((damage) => [`${damage.fixture}: ${damage.field} becomes ${damage.bytes.join(' ')}`, damage] as const))('%s', (_, damage) => {
    const image = fixtureImage(damage.fixture);
    const place = damage.place(open(image));
    image.set(damage.bytes, place);
    const errors = readEverything(seal(image));
    const named = errors.filter(({ detail }) => damage.structure.test(detail.structure) && (detail.field ?? '') === damage.field);
    expect(named[0]?.detail ?? errors.map(({ message }) => message)).toMatchObject({ structure: expect.stringMatching(damage.structure) });
    expect(named[0]!.kind).toBe(damage.kind ?? 'format');
    if (damage.field !== '') expect(named[0]!.detail.offset).toBe(place + (damage.shift ?? 0));
    if (damage.found !== undefined) expect(String(named[0]!.detail.found)).toMatch(damage.found);
  });

  it('of names: out of order, slash, NUL, and a missing entry for itself', () => {
    const change = (from: string, to: string): string[] => {
      const image = fixtureImage('flat');
      const at = Buffer.from(image.buffer).indexOf(from);
      image.set(Buffer.from(to, 'latin1'), at);
      return readEverything(seal(image)).map(({ message }) => message);
    };
    expect(change('...entry-1-with', '...entry-9-with')).toEqual([expect.stringMatching(/directory block 0.*name.*sorts behind/)]);
    expect(change('...entry-1-with', '...entry-1/with')).toEqual([expect.stringMatching(/name.*no NUL or slash/)]);
    expect(change('...entry-1-with', '...entry-1\0with')).toEqual([expect.stringMatching(/name.*no NUL or slash/)]);
    expect(change('...entry-1-with', '.+.entry-1-with')).toEqual([expect.stringMatching(/name.*sorts behind/)]);
    expect(change('...entry-1-with', '.-.entry-1-with')).toEqual([expect.stringMatching(/name.*sorts behind/)]);
    expect(change('...entry-1-with', '.0.entry-1-with').length).toBeGreaterThan(0);
  });

  it('of attributes: length, name, prefix, twice the same', () => {
    const change = (from: string, shift: number, bytes: readonly number[]): string[] => {
      const image = fixtureImage('flat');
      image.set(bytes, Buffer.from(image.buffer).indexOf(from) + shift);
      return readEverything(seal(image)).map(({ message }) => message);
    };
    expect(change('ownvvvv', -2, [0xff, 0xff])).toEqual([expect.stringMatching(/xattrs of inode.*e_value_size/)]);
    expect(change('ownvvvv', -3, [0x81])).toEqual([expect.stringMatching(/xattrs of inode.*e_name_index.*a long prefix, expected one of 0/)]);
    expect(change('ownvvvv', -3, [7])).toEqual([expect.stringMatching(/xattrs of inode.*e_name_index.*found 7/)]);
    expect(change('ownvvvv', -3, [2])).toEqual([expect.stringMatching(/xattrs of inode.*e_name_len/)]);
    expect(change('ownvvvv', 0, [0])).toEqual([expect.stringMatching(/xattrs of inode.*e_name.*NUL/)]);
    expect(change('ownvvvv', -3, [0])).toEqual([]);
  });

  it('of the one bit that says there is a checksum', () => {
    const image = fixtureImage('flat');
    image[SUPER_BLOCK + 8]! &= ~1;
    expect(() => open(image)).toThrow(/feature_compat.*sb_csum/);
    image.fill(0, SUPER_BLOCK + 4, SUPER_BLOCK + 8);
    expect(open(image).info.features).toEqual(['mtime']);
  });

  it('of a cluster: data that inflate to another length', () => {
    const image = fixtureImage('lz4hc');
    const fs = open(image);
    const [first] = [...fs.runs(nidOf(fs, '/repeated'))];
    const stored = image.subarray(first!.sourceOffset!, first!.sourceOffset! + first!.sourceLength!);
    const begin = stored.findIndex((byte) => byte !== 0);
    const length = stored.subarray(begin).lastIndexOf(0xff);
    stored[begin + length] = 0xfe;
    expect(() => open(image).read(nidOf(fs, '/repeated'), 0, 10)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ offset: expect.any(Number) }), kind: 'format' }),
    );
  });

  it('of a cluster: nothing but padding', () => {
    const image = fixtureImage('lz4hc');
    const fs = open(image);
    const [first] = [...fs.runs(nidOf(fs, '/large'))];
    image.fill(0, first!.sourceOffset!, first!.sourceOffset! + BLOCK);
    expect(() => open(image).read(nidOf(fs, '/large'), 0, 10)).toThrow(/compressed cluster.*nothing but padding/);
  });

  it('of the root: a file', () => {
    const image = fixtureImage('flat');
    const fs = open(image);
    new DataView(image.buffer).setUint16(SUPER_BLOCK + 14, nidOf(fs, '/hello'), true);
    expect(() => open(seal(image))).toThrow(/root_nid.*a file, expected a directory/);
  });
});

describe('a flipped bit', () => {
  it.each(FIXTURES)('in any byte of the first block of %s is found by the checksum', (name) => {
    const image = fixtureImage(name);
    for (let at = SUPER_BLOCK; at < BLOCK; at++) {
      const bit = 1 << (at % 8);
      image[at]! ^= bit;
      expect(() => open(image), `byte ${at}`).toThrow(expect.objectContaining({ kind: expect.stringMatching(/format|unsupported/) }));
      image[at]! ^= bit;
    }
  });

  it.each(['lz4hc', 'legacy', 'chunks', 'flat', 'fragments', 'dedupe'] as const)(
    'in inodes, attributes, indexes, directories of %s ends in values or read errors',
    (name) => {
      const image = fixtureImage(name);
      const fs = open(image);
      for (const path of ['/', '/hello', '/large', '/mixed', '/sparse', '/short', '/d0', '/labels/f1', '/char']) {
        const nid = nidOf(fs, path);
        const ranges = [...fs.metadataRuns(nid)].map(({ sourceOffset, length }) => ({ sourceOffset, length: Math.min(length, 200) }));
        for (const { sourceOffset, length } of ranges) {
          for (let at = sourceOffset; at < sourceOffset + length; at++) {
            image[at]! ^= 1 << (at % 8);
            readOne(seal(image), nid);
            image[at]! ^= 1 << (at % 8);
          }
        }
      }
    },
    60_000,
  );
});

/** Reads one inode in every way; only read errors may come out. */
function readOne(image: Uint8Array, nid: number): void {
  const attempts: ((fs: FileSystem) => unknown)[] = [
    (fs) => fs.xattrs(nid),
    (fs) => fs.read(nid, 0, 20_000),
    (fs) => fs.readInto(nid, Math.max(0, fs.stat(nid).size - 100), new Uint8Array(200)),
    (fs) => [...fs.metadataRuns(nid)],
    (fs) => (fs.stat(nid).type === 'directory' ? [...fs.list(nid)] : []),
    (fs) => (fs.stat(nid).type === 'symlink' ? fs.readLink(nid) : ''),
  ];
  let fs: FileSystem | undefined;
  for (const attempt of attempts) {
    try {
      fs ??= open(image);
      attempt(fs);
    } catch (error) {
      expect(error).toHaveProperty('kind', expect.stringMatching(/^(format|unsupported|limit)$/));
    }
  }
}
