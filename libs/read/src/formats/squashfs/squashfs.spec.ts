import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { type FileSystem, lookup } from '../../filesystem/index.ts';
import { findBlockOwners } from '../../image/block-owners.ts';
import { FIXTURES, fixtureImage } from './fixtures/fixture-image.ts';
import { isSquashfs, openSquashfs, readSquashfsSuperBlock } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openSquashfs(memorySource(bytes)));

const TIME = 1_700_000_000;
const BLOCK_FACTOR = 65_536;
const BLOCK_SIZES = { gzip: 16_384, xz: 8192, lz4: 4096, zstd: 4096, stored: 4096 } as const;

const open = (image: Uint8Array, origin = 0): FileSystem => openSquashfs(memorySource(image, origin));
const inodeOf = (fs: FileSystem, path: string): number => lookup(fs, path, { followLast: false })!.inode;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const numbers = (count: number): string => Array.from({ length: count }, (_, index) => `${index + 1}\n`).join('');

describe('isSquashfs', () => {
  it.each([
    ['a squashfs image', fixtureImage('gzip'), true],
    ['zeros', new Uint8Array(8192), false],
    ['a source that ends inside the superblock', fixtureImage('gzip').subarray(0, 95), false],
    ['nothing', new Uint8Array(0), false],
  ])('of %s', (_, bytes, expected) => expect(isSquashfs(memorySource(bytes))).toBe(expected));
});

describe('features', () => {
  it.each([
    ['gzip', ['gzip', 'duplicates-removed', 'exports']],
    ['xz', ['xz', 'duplicates-removed', 'exports', 'compressor-options']],
    ['lz4', ['lz4', 'duplicates-removed', 'exports', 'compressor-options']],
    ['zstd', ['zstd', 'no-fragments', 'duplicates-removed', 'exports']],
    ['stored', ['gzip', 'noI', 'noD', 'noF', 'duplicates-removed', 'exports', 'noX']],
  ] as const)('of %s', (name, features) => expect(open(fixtureImage(name)).info.features).toEqual(features));
});

describe.each(FIXTURES)('%s', (name) => {
  const image = fixtureImage(name);
  const fs = open(image);

  it('reads without an error', () => expect(readEverything(image)).toEqual([]));
  it('knows itself', () => {
    const { length } = readSquashfsSuperBlock(memorySource(image));
    expect(fs.info).toMatchObject({ type: 'squashfs', blockSize: BLOCK_SIZES[name], length, uuid: '', label: '', clean: true });
    expect(length).toBeLessThanOrEqual(image.length);
  });
  it('keeps modes and links', () =>
    expect(lookup(fs, '/hello')).toMatchObject({ type: 'file', mode: 0o4755, size: 5, links: 2, uid: 0, gid: 0, mtime: BigInt(TIME) * 1_000_000_000n }));
  it('gives hard links one inode', () => expect(inodeOf(fs, '/hard')).toBe(inodeOf(fs, '/hello')));
  it('lists every name once, in order', () => {
    const names = [...fs.list(inodeOf(fs, '/many'))].map((entry) => entry.name);
    expect(names).toEqual(Array.from({ length: 300 }, (_, index) => `entry-${index + 1}-with-a-name-that-fills-the-block`).sort());
  });
  it('lists nothing in an empty folder', () => expect([...fs.list(inodeOf(fs, '/empty'))]).toEqual([]));
  it('follows symlinks', () => expect([fs.readLink(inodeOf(fs, '/short')), fs.readLink(inodeOf(fs, '/long'))]).toEqual(['hello', 'd0/'.repeat(40)]));
  it('reads devices, a pipe and a socket', () => {
    expect(lookup(fs, '/char')).toMatchObject({ type: 'char-device', device: { major: 1, minor: 3 } });
    expect(lookup(fs, '/block')).toMatchObject({ type: 'block-device', device: { major: 259, minor: 70_000 } });
    expect(lookup(fs, '/pipe')).toMatchObject({ type: 'fifo', size: 0 });
    expect(lookup(fs, '/sock')).toMatchObject({ type: 'socket', mode: 0o600 });
  });
  it.each([
    ['/hello', 'hello'],
    ['/small', '7'.padStart(100, '0')],
    ['/large', numbers(20_000)],
    ['/repeated', 'a\n'.repeat(150_000)],
    ['/sparse', `${'\0'.repeat(20_000)}x`],
  ])('reads %s whole', (path, expected) => expect(text(fs.read(inodeOf(fs, path), 0, expected.length + 10)) === expected).toBe(true));
  it('reads text behind bytes that do not compress', () => expect(text(fs.read(inodeOf(fs, '/mixed'), 9000, 20_000)) === numbers(3000)).toBe(true));
  it.each([1, 7, 4096, 5000, 131_072])('reads the same in pieces of %i bytes', (length) => {
    const inode = inodeOf(fs, '/mixed');
    const whole = fs.read(inode, 0, 1 << 20);
    const piece = new Uint8Array(length);
    for (let at = 0; at < whole.length; at += length * (length === 1 ? 97 : 1)) {
      const got = fs.readInto(inode, at, piece.fill(0xee));
      expect(Buffer.compare(piece.subarray(0, got), whole.subarray(at, at + length)), `at ${at}`).toBe(0);
    }
  });
  it('reads no further than the end', () => expect(fs.read(inodeOf(fs, '/large'), numbers(20_000).length - 1, 1000)).toHaveLength(1));
  it('reads nothing behind the end', () => expect(fs.read(inodeOf(fs, '/large'), 1 << 20, 1000)).toHaveLength(0));
  it('reads attributes of every kind of inode, in place and out of line', () => {
    const attributes = (path: string): unknown => Object.fromEntries(fs.xattrs(inodeOf(fs, path)).map(({ name: key, value }) => [key, text(value)]));
    expect(attributes('/labels/f3')).toEqual({ 'security.selinux': 'system_u:object_r:os_t:s0' });
    expect(attributes('/d0')).toEqual({ 'user.own': 'v'.repeat(600), 'trusted.t': 'abcd' });
    expect(attributes('/labels')).toEqual({ 'user.own': 'v'.repeat(600) });
    for (const path of ['/char', '/block', '/pipe', '/long']) expect(attributes(path), path).toEqual({ 'trusted.t': 'abcd' });
    expect(attributes('/hello')).toEqual({});
  });
  it('tells runs that cover each file', () => {
    for (const path of ['/large', '/mixed', '/repeated', '/sparse', '/hello']) {
      let next = 0;
      for (const { fileOffset, length } of fs.runs(inodeOf(fs, path))) {
        expect(fileOffset, path).toBe(next);
        next += length;
      }
      expect(next, path).toBe(lookup(fs, path)!.size);
    }
  });
  it('tells holes', () => {
    const [first] = [...fs.runs(inodeOf(fs, '/sparse'))];
    expect(first).toEqual({ fileOffset: 0, length: Math.floor(20_000 / BLOCK_SIZES[name]) * BLOCK_SIZES[name] });
  });
  it('names metadata', () => {
    const { inodeTable, directoryTable, idTable, length } = readSquashfsSuperBlock(memorySource(image));
    expect([0, inodeTable, directoryTable, idTable, length - 1, length].map((offset) => fs.metadataAt(offset))).toEqual([
      ...['superblock', 'inode table', 'directory table', 'id table', 'xattr table', undefined],
    ]);
    const [data] = [...fs.runs(inodeOf(fs, '/large'))];
    expect(fs.metadataAt(data!.sourceOffset!)).toBeUndefined();
    const [directory] = [...fs.metadataRuns(inodeOf(fs, '/many'))];
    expect(directory!.what).toBe('directory');
    expect(fs.metadataAt(directory!.sourceOffset)).toBe('directory table');
  });
});

it('gives the stored length of compressed runs, and that of a whole fragment block', () => {
  const fs = open(fixtureImage('gzip'));
  for (const { sourceLength, length } of fs.runs(inodeOf(fs, '/large'))) expect(sourceLength).toBeLessThan(length === 16_384 ? length : 16_384);
  const [fragment] = [...fs.runs(inodeOf(fs, '/hello'))];
  const [other] = [...fs.runs(inodeOf(fs, '/small'))];
  expect(fragment).toMatchObject({ fileOffset: 0, length: 5 });
  expect(other).toMatchObject({ fileOffset: 0, length: 100, sourceOffset: fragment!.sourceOffset, sourceLength: fragment!.sourceLength });
});

it('merges uncompressed blocks', () => {
  const fs = open(fixtureImage('stored'));
  const runs = [...fs.runs(inodeOf(fs, '/large'))];
  expect(runs[0]).toEqual({ fileOffset: 0, length: 108_894, sourceOffset: expect.any(Number) });
  expect(runs).toHaveLength(1);
});

it('inflates a block once when a file is read in pieces', () => {
  const image = fixtureImage('zstd');
  const starts: number[] = [];
  const source = memorySource(image);
  const fs = openSquashfs({ ...source, readInto: (target, offset) => starts.push(offset) && source.readInto(target, offset) });
  const inode = inodeOf(fs, '/large');
  const runs = [...fs.runs(inode)];
  starts.length = 0;
  for (let at = 0; at < fs.stat(inode).size; at += 1000) fs.readInto(inode, at, new Uint8Array(1000));
  expect(starts).toEqual(runs.map(({ sourceOffset }) => sourceOffset));
});

it('lets the owner of a stored block be found', () => {
  const fs = open(fixtureImage('zstd'));
  const { inodeTable } = readSquashfsSuperBlock(memorySource(fixtureImage('zstd')));
  const [first, second] = [...fs.runs(inodeOf(fs, '/large'))];
  const offsets = [0, first!.sourceOffset!, second!.sourceOffset!, inodeTable];
  expect([...findBlockOwners(fs, offsets, 1).values()].sort()).toEqual(['/large', '/large', 'inode table', 'superblock']);
});

interface Damage {
  /** What a change of the image of nothing compressed is. */
  readonly name: string;
  /** Bytes from the image's start. */
  readonly place: (image: Uint8Array) => number;
  readonly bytes: readonly number[];
  readonly structure: string;
  readonly field: string;
  readonly kind?: 'format' | 'unsupported' | 'limit';
  /** Of the error, where that is not `place`, as an inode's metadata block is named. */
  readonly offset?: (image: Uint8Array) => number;
}

const superBlockAt = (at: number) => () => at;
const fields = (image: Uint8Array) => readSquashfsSuperBlock(memorySource(image));
const inodeBlock = (path: string) => (image: Uint8Array) => fields(image).inodeTable + Math.floor(inodeOf(open(image), path) / BLOCK_FACTOR);
const inode =
  (path: string, at = 0) =>
  (image: Uint8Array) =>
    inodeBlock(path)(image) + 2 + (inodeOf(open(image), path) % BLOCK_FACTOR) + at;
const pointer = (image: Uint8Array, at: number): number => Number(new DataView(image.buffer).getBigUint64(at, true));
/** Of the first directory that was written, d2's neighbour: the root comes last. */
const directoryOf =
  (path: string, at = 0) =>
  (image: Uint8Array) => {
    const view = new DataView(image.buffer);
    const start = inode(path)(image);
    const extended = view.getUint16(start, true) === 8;
    return fields(image).directoryTable + view.getUint32(start + (extended ? 24 : 16), true) + 2 + view.getUint16(start + (extended ? 34 : 26), true) + at;
  };
const directoryBlock = (path: string) => (image: Uint8Array) => {
  const view = new DataView(image.buffer);
  const start = inode(path)(image);
  return fields(image).directoryTable + view.getUint32(start + (view.getUint16(start, true) === 8 ? 24 : 16), true);
};
const fragmentEntry = (at: number) => (image: Uint8Array) => pointer(image, fields(image).fragmentTable!) + 2 + at;
const fragmentBlock = (image: Uint8Array) => pointer(image, fields(image).fragmentTable!);
const xattrStart = (image: Uint8Array) => pointer(image, fields(image).xattrTable!);
const xattrIdBlock = (image: Uint8Array) => pointer(image, fields(image).xattrTable! + 16);
const max = (length: number): number[] => Array(length).fill(0xff);

const SUPER = 'squashfs superblock';
const DAMAGES: readonly Damage[] = [
  { name: 'another magic', place: superBlockAt(0), bytes: [0], structure: SUPER, field: 's_magic' },
  { name: 'another version', place: superBlockAt(28), bytes: [3], structure: SUPER, field: 's_major', kind: 'unsupported' },
  { name: 'compressor 0', place: superBlockAt(20), bytes: [0], structure: SUPER, field: 'compression' },
  { name: 'lzma', place: superBlockAt(20), bytes: [2], structure: SUPER, field: 'compression', kind: 'unsupported' },
  { name: 'lzo', place: superBlockAt(20), bytes: [3], structure: SUPER, field: 'compression', kind: 'unsupported' },
  { name: 'block_log that does not match', place: superBlockAt(22), bytes: [13], structure: SUPER, field: 'block_size', offset: superBlockAt(12) },
  { name: 'block_log out of range', place: superBlockAt(22), bytes: [40], structure: SUPER, field: 'block_log' },
  { name: 'more bytes than the partition', place: superBlockAt(40), bytes: [0, 0, 0, 0, 1], structure: SUPER, field: 'bytes_used' },
  { name: 'no ids', place: superBlockAt(26), bytes: [0, 0], structure: SUPER, field: 'no_ids' },
  { name: 'a table inside the superblock', place: superBlockAt(64), bytes: [95, 0, 0, 0], structure: SUPER, field: 'inode_table_start' },
  { name: 'a table past the end', place: superBlockAt(48), bytes: [0, 0, 0, 0, 1], structure: SUPER, field: 'id_table_start' },
  { name: 'a root outside the inode table', place: superBlockAt(32), bytes: max(6), structure: 'squashfs inode 4294967295:65535', field: 'inode reference' },
  {
    name: 'fragments that the list cannot hold',
    place: superBlockAt(16),
    bytes: max(4),
    structure: SUPER,
    field: 'squashfs fragment table, index',
    offset: superBlockAt(0),
  },
  { name: 'lz4 without its options', place: superBlockAt(20), bytes: [5], structure: SUPER, field: 'flags', offset: superBlockAt(24) },
  { name: 'inode type 0', place: inode('/hello'), bytes: [0], structure: 'squashfs inode', field: 'inode_type', offset: inodeBlock('/hello') },
  { name: 'inode type 15', place: inode('/hello'), bytes: [15], structure: 'squashfs inode', field: 'inode_type', offset: inodeBlock('/hello') },
  { name: 'a mode with a type', place: inode('/hello', 3), bytes: [0x81], structure: 'squashfs inode', field: 'mode', offset: inodeBlock('/hello') },
  { name: 'an owner outside the ids', place: inode('/hello', 4), bytes: [9], structure: 'squashfs inode', field: 'uid or guid', offset: inodeBlock('/hello') },
  {
    name: 'a group outside the ids',
    place: inode('/hello', 6),
    bytes: max(2),
    structure: 'squashfs inode',
    field: 'uid or guid',
    offset: inodeBlock('/hello'),
  },
  { name: 'no links', place: inode('/char', 16), bytes: [0], structure: 'squashfs inode', field: 'nlink', offset: inodeBlock('/char') },
  {
    name: 'attributes outside the table',
    place: inode('/char', 24),
    bytes: [4, 0, 0, 0],
    structure: 'squashfs inode',
    field: 'xattr',
    offset: inodeBlock('/char'),
  },
  {
    name: 'a fragment outside the table',
    place: inode('/small', 20),
    bytes: [1, 1],
    structure: 'squashfs inode',
    field: 'fragment',
    offset: inodeBlock('/small'),
  },
  {
    name: 'a fragment at the end of a block',
    place: inode('/small', 24),
    bytes: [0xff, 0x0f],
    structure: 'squashfs inode',
    field: 'offset',
    offset: inodeBlock('/small'),
  },
  {
    name: 'an offset that no block has',
    place: inode('/small', 24),
    bytes: max(4),
    structure: 'squashfs inode',
    field: 'offset',
    offset: inodeBlock('/small'),
  },
  {
    name: 'a size beyond the list of blocks',
    place: inode('/large', 28),
    bytes: max(4),
    structure: 'squashfs inode',
    field: 'block size',
    offset: inodeBlock('/large'),
  },
  {
    name: 'blocks inside the superblock',
    place: inode('/large', 16),
    bytes: [0, 0, 0, 0],
    structure: 'squashfs inode',
    field: 'block',
    offset: inodeBlock('/large'),
  },
  {
    name: 'blocks inside the tables',
    place: inode('/large', 16),
    bytes: [0, 0, 0, 0x7f],
    structure: 'squashfs inode',
    field: 'block',
    offset: inodeBlock('/large'),
  },
  {
    name: 'a block of more than a block',
    place: inode('/large', 32),
    bytes: [1, 0x10],
    structure: 'squashfs inode',
    field: 'block size',
    offset: inodeBlock('/large'),
  },
  {
    name: 'unknown bits in a block’s length',
    place: inode('/large', 35),
    bytes: [3],
    structure: 'squashfs inode',
    field: 'block size',
    offset: inodeBlock('/large'),
  },
  {
    name: 'a stored block that is too short',
    place: inode('/large', 32),
    bytes: [0xff, 0x0f],
    structure: 'squashfs data block',
    field: 'inflated length',
    offset: (image) => [...open(image).runs(inodeOf(open(image), '/large'))][0]!.sourceOffset!,
  },
  {
    name: 'a block that is no zlib stream',
    place: inode('/large', 35),
    bytes: [0],
    structure: 'zlib stream',
    field: '',
    offset: (image) => [...open(image).runs(inodeOf(open(image), '/large'))][0]!.sourceOffset!,
  },
  {
    name: 'a fragment block outside the data',
    place: fragmentEntry(4),
    bytes: [1],
    structure: 'squashfs fragment table, entry 0',
    field: 'block',
    offset: fragmentBlock,
  },
  {
    name: 'a fragment block without bytes',
    place: fragmentEntry(8),
    bytes: [0, 0, 0, 0],
    structure: 'squashfs fragment table, entry 0',
    field: 'size',
    offset: fragmentBlock,
  },
  {
    name: 'a fragment block that is too short',
    place: fragmentEntry(8),
    bytes: [1, 0, 0, 1],
    structure: 'squashfs fragment block',
    field: 'inflated length',
    offset: (image) => pointer(image, fragmentEntry(0)(image)),
  },
  {
    name: 'a fragment table that begins behind its list',
    place: (image) => fields(image).fragmentTable!,
    bytes: [0xff, 0xff, 0xff],
    structure: 'squashfs fragment table, index',
    field: 'start of block 0',
  },
  {
    name: 'an id table in the superblock',
    place: (image) => fields(image).idTable,
    bytes: [0, 0, 0],
    structure: 'squashfs id table, index',
    field: 'start of block 0',
  },
  {
    name: 'attributes before the id table',
    place: (image) => fields(image).xattrTable!,
    bytes: [0, 0, 0],
    structure: 'squashfs xattr table',
    field: 'xattr_table_start',
  },
  {
    name: 'more attributes than there is room for',
    place: (image) => fields(image).xattrTable! + 8,
    bytes: max(4),
    structure: SUPER,
    field: 'squashfs xattr id table, index',
    offset: superBlockAt(0),
  },
  {
    name: 'a table’s metadata block of more than 8 KiB',
    place: (image) => fields(image).inodeTable,
    bytes: [0xff, 0xbf],
    structure: 'squashfs inode',
    field: 'metadata block header',
  },
  {
    name: 'a metadata block without bytes',
    place: (image) => fields(image).inodeTable,
    bytes: [0, 0x80],
    structure: 'squashfs inode',
    field: 'metadata block header',
  },
  {
    name: 'a directory block outside the table',
    place: inode('/empty', 16),
    bytes: max(3),
    structure: 'squashfs inode',
    field: 'start_block',
    offset: inodeBlock('/empty'),
  },
  {
    name: 'a directory smaller than its dots',
    place: inode('/empty', 24),
    bytes: [2],
    structure: 'squashfs inode',
    field: 'file_size',
    offset: inodeBlock('/empty'),
  },
  {
    name: 'a directory of more bytes than it has',
    place: inode('/d0/d1', 24),
    bytes: [40],
    structure: 'squashfs directory of inode',
    field: 'file_size',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'a header of too many entries',
    place: directoryOf('/d0/d1'),
    bytes: [0, 1],
    structure: 'squashfs directory of inode',
    field: 'count',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'a header of more entries than there are',
    place: directoryOf('/d0/d1'),
    bytes: [1],
    structure: 'squashfs directory of inode',
    field: 'file_size',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'inodes outside the table',
    place: directoryOf('/d0/d1', 4),
    bytes: max(4),
    structure: 'squashfs directory of inode',
    field: 'start_block',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'an inode offset past its block',
    place: directoryOf('/d0/d1', 12),
    bytes: [0, 0x20],
    structure: 'squashfs directory of inode',
    field: 'offset',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'an unknown entry type',
    place: directoryOf('/d0/d1', 16),
    bytes: [8],
    structure: 'squashfs directory of inode',
    field: 'type',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'a name that is too long',
    place: directoryOf('/d0/d1', 18),
    bytes: [0, 1],
    structure: 'squashfs directory of inode',
    field: 'size',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'a slash in a name',
    place: directoryOf('/d0/d1', 20),
    bytes: [0x2f],
    structure: 'squashfs directory of inode',
    field: 'name',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: '.. as a name',
    place: directoryOf('/d0/d1', 20),
    bytes: [0x2e, 0x2e],
    structure: 'squashfs directory of inode',
    field: 'name',
    offset: directoryBlock('/d0/d1'),
  },
  {
    name: 'names out of order',
    place: directoryOf('/labels', 20 + 11),
    bytes: [0x30],
    structure: 'squashfs inode',
    field: 'name',
    offset: inodeBlock('/labels'),
  },
  {
    name: 'a symlink without a target',
    place: inode('/short', 20),
    bytes: [0],
    structure: 'squashfs inode',
    field: 'symlink_size',
    offset: inodeBlock('/short'),
  },
  {
    name: 'a symlink of too many bytes',
    place: inode('/short', 20),
    bytes: [0, 0x10],
    structure: 'squashfs inode',
    field: 'symlink_size',
    offset: inodeBlock('/short'),
  },
  { name: 'a NUL in a target', place: inode('/short', 24), bytes: [0], structure: 'squashfs inode', field: 'symlink', offset: inodeBlock('/short') },
  {
    name: 'an attribute outside the table',
    place: (image) => xattrIdBlock(image) + 2,
    bytes: max(6),
    structure: 'squashfs xattr id table, entry 0',
    field: 'xattr',
    offset: xattrIdBlock,
  },
  {
    name: 'too many attributes',
    place: (image) => xattrIdBlock(image) + 2 + 8,
    bytes: [0, 0x20],
    structure: 'squashfs xattrs of inode',
    field: 'count',
    kind: 'limit',
    offset: xattrIdBlock,
  },
  {
    name: 'an attribute of another kind',
    place: (image) => xattrStart(image) + 2,
    bytes: [3, 0],
    structure: 'squashfs xattrs of inode',
    field: 'type',
    kind: 'unsupported',
    offset: xattrStart,
  },
  {
    name: 'an attribute without a name',
    place: (image) => xattrStart(image) + 2 + 2,
    bytes: [0, 0],
    structure: 'squashfs xattrs of inode',
    field: 'size',
    offset: xattrStart,
  },
  {
    name: 'a NUL in an attribute’s name',
    place: (image) => xattrStart(image) + 2 + 4,
    bytes: [0],
    structure: 'squashfs xattrs of inode',
    field: 'name',
    offset: xattrStart,
  },
];

describe('damage', () => {
  it.each(DAMAGES)('$name', ({ place, bytes, structure, field, kind = 'format', offset }) => {
    const original = fixtureImage('stored');
    const at = place(original);
    const expectedOffset = (offset ?? place)(original);
    const image = original.slice();
    image.set(bytes, at);
    const found = readEverything(image).map((error) => ({ kind: error.kind, ...error.detail }));
    const [first] = found.filter((error) => error.kind === kind && error.structure.startsWith(structure) && (error.field ?? '') === field);
    expect(first, found.map((error) => `${error.kind} ${error.structure} ${error.field} ${error.offset}`).join('; ')).toBeDefined();
    if (first!.offset !== undefined) expect(first!.offset).toBe(expectedOffset);
  });

  it('a directory that leads to itself is told by the walk', () => {
    const image = fixtureImage('stored');
    const fs = open(image);
    const at = directoryOf('/d0/d1')(image);
    const target = inodeOf(fs, '/d0');
    const view = new DataView(image.buffer);
    view.setUint32(at + 4, Math.floor(target / BLOCK_FACTOR), true);
    view.setUint16(at + 12, target % BLOCK_FACTOR, true);
    expect(readEverything(image).map((error) => error.message)).toEqual([expect.stringMatching(/^directory: \/d0\/d1\/d2 is a loop or second name/)]);
  });

  it('a file of more blocks than a list may have is over a limit', () => {
    const image = fixtureImage('stored');
    const at = inode('/sparse')(image);
    expect(new DataView(image.buffer).getUint16(at, true)).toBe(9); // extended, as it has a hole
    new DataView(image.buffer).setBigUint64(at + 24, 2n ** 40n, true);
    const fs = open(image);
    expect(() => fs.read(inodeOf(fs, '/sparse'), 0, 1)).toThrow(expect.objectContaining({ kind: 'limit' }));
  });

  it('offsets in errors count from the image, not from the filesystem', () => {
    const image = fixtureImage('stored');
    image[22] = 40;
    expect(() => open(image, 5_000_000)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ offset: 5_000_022 }) }));
  });
});

describe.each(['gzip', 'xz', 'lz4', 'zstd'] as const)('a block of %s that inflates to more than a block', (name) => {
  it('is damaged', () => {
    const image = fixtureImage(name);
    const fs = open(image);
    const inodeNumber = inodeOf(fs, '/repeated');
    const view = new DataView(image.buffer);
    const half = BLOCK_SIZES[name] / 2;
    view.setUint32(12, half, true);
    view.setUint16(22, Math.log2(half), true);
    if (half < 4096) {
      expect(() => open(image)).toThrow(expect.objectContaining({ kind: 'format' }));
      return;
    }
    expect(() => open(image).read(inodeNumber, 0, 10)).toThrow(expect.objectContaining({ kind: 'format' }));
  });
});
