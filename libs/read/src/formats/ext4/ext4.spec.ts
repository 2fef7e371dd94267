import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { isExt4, openExt4 } from './index.ts';

const readEverything = (bytes: Uint8Array) => readFileSystem(() => openExt4(memorySource(bytes)));

const SUPER_BLOCK = 1024;
const INODE_SIZE = 256;
const ROOT = 2;

const open = (image: Uint8Array, origin = 0): FileSystem => openExt4(memorySource(image, origin));
const inodeOf = (fs: FileSystem, path: string): number => lookup(fs, path, { followLast: false })!.inode;
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('isExt4', () => {
  it.each([
    ['an ext4 image', fixtureImage('checksums'), true],
    ['an ext2 image', fixtureImage('indirect'), true],
    ['zeros', new Uint8Array(4096), false],
    ['a source that ends inside the superblock', fixtureImage('checksums').subarray(0, 2047), false],
    ['nothing', new Uint8Array(0), false],
  ])('of %s', (_, bytes, expected) => expect(isExt4(memorySource(bytes))).toBe(expected));
});

describe.each(['checksums', 'indirect', 'inline'] as const)('%s', (name) => {
  const fs = open(fixtureImage(name));

  it('reads without an error', () => expect(readEverything(fixtureImage(name))).toEqual([]));
  it('knows itself', () =>
    expect(fs.info).toMatchObject({ blockSize: 1024, length: 1 << 20, uuid: '11111111-2222-3333-4444-555555555555', clean: true, label: '' }));
  it('keeps modes and links', () =>
    expect(lookup(fs, '/hello')).toMatchObject({ type: 'file', mode: 0o4755, size: 5, links: 2, mtime: 1_700_000_000n * 1_000_000_000n }));
  it('lists every name', () =>
    expect([...fs.list(inodeOf(fs, '/many'))].map((entry) => entry.name).sort()).toEqual(
      Array.from({ length: 120 }, (_, index) => `entry-${index + 1}`).sort(),
    ));
  it('lists a small directory', () => expect([...fs.list(inodeOf(fs, '/inline'))].map((entry) => entry.name).sort()).toEqual(['f1', 'f2', 'f3']));
  it('follows both kinds of symlink', () =>
    expect([fs.readLink(inodeOf(fs, '/fast')), fs.readLink(inodeOf(fs, '/slow'))]).toEqual(['hello', 'd0/'.repeat(40)]));
  it('reads a device', () => expect(lookup(fs, '/char')).toMatchObject({ type: 'char-device', device: { major: 1, minor: 3 } }));
  it('reads a small file', () => expect(text(fs.read(inodeOf(fs, '/small'), 90, 100))).toBe('0000000007'));
  it('reads a large file from the middle', () => expect(text(fs.read(inodeOf(fs, '/large'), 280_000, 7))).toBe('a\na\na\na'));
  it('reads no further than the end', () => expect(fs.read(inodeOf(fs, '/large'), 299_999, 1000)).toHaveLength(1));
  it('reads nothing behind the end', () => expect(fs.read(inodeOf(fs, '/large'), 300_000, 1000)).toHaveLength(0));
  it('reads holes as zeros', () => expect(holes(fs)).toBe(true));
  it('reads attributes of inode and block', () => {
    expect(fs.xattrs(inodeOf(fs, '/hello')).map(({ name: key, value }) => [key, text(value)])).toEqual([['security.selinux', 'system_u:object_r:os_t:s0']]);
    const values = Object.fromEntries(fs.xattrs(inodeOf(fs, '/d0')).map(({ name: key, value }) => [key, text(value)]));
    expect(values).toEqual({ 'security.capability': 'abcd', 'user.block': 'v'.repeat(600) });
  });
  it('tells runs from holes', () =>
    expect([...fs.runs(inodeOf(fs, '/fragmented'))].slice(0, 2)).toEqual([
      { fileOffset: 0, length: 1024 },
      { fileOffset: 1024, length: 1024, sourceOffset: expect.any(Number) },
    ]));
  it('names metadata', () => expect([0, 1024, 2048].map((offset) => fs.metadataAt(offset))).toEqual(['boot block', 'superblock', 'group descriptors']));
});

it('reads an attribute value that is an inode', () => {
  const fs = open(fixtureImage('inline'));
  expect(fs.xattrs(inodeOf(fs, '/large')).map(({ name, value }) => [name, text(value)])).toEqual([['user.large', 'w'.repeat(1024)]]);
});

describe('a flipped bit', () => {
  const image = fixtureImage('checksums');
  const fs = open(image);
  const what = (path: string, index: number): number => [...fs.metadataRuns(inodeOf(fs, path))][index]!.sourceOffset;
  const data = (path: string): number => [...fs.runs(inodeOf(fs, path))][0]!.sourceOffset!;
  const many = inodeOf(fs, '/many');
  const place = (wanted: string): number => Array.from({ length: 1024 }, (_, block) => block * 1024).find((offset) => fs.metadataAt(offset) === wanted)!;

  it.each([
    ['superblock', SUPER_BLOCK, 1024, /^ext4 superblock/],
    ['group descriptor', 2048, 64, /^ext4 group descriptor 0/],
    ['block bitmap', place('block bitmap of group 0'), 1024, /^ext4 block bitmap of group 0/],
    ['inode bitmap', place('inode bitmap of group 0'), 32, /^ext4 inode bitmap of group 0/],
    ['inode', place('inode table of group 0') + INODE_SIZE * (inodeOf(fs, '/hello') - 1), INODE_SIZE, /^ext4 inode \d+/],
    ['directory block', data('/'), 1024, /^ext4 directory block 0 of inode 2/],
    ['htree root', data('/many'), 0x20 + 8, new RegExp(`^ext4 (htree root|directory block 0) of inode ${many}`)],
    ['extent block', what('/fragmented', 0), 1024, /^ext4 extent block of inode/],
    ['xattr block', what('/d0', 0), 1024, /^ext4 xattr block of inode/],
  ])(
    'in the %s is found, and its structure named',
    (_, offset, length, expected) => {
      for (let at = 0; at < length; at++) {
        const flipped = image.slice();
        flipped[offset + at]! ^= 1 << (at % 8);
        const messages = readEverything(flipped).map((error) => error.message);
        expect(
          messages.some((message) => expected.test(message)),
          `byte ${at}: ${messages[0]}`,
        ).toBe(true);
      }
    },
    60_000,
  );
});

describe('offsets in errors', () => {
  it('count from the image, not from the filesystem', () => {
    const image = fixtureImage('checksums');
    image[SUPER_BLOCK + 0x78]! ^= 1;
    expect(() => open(image, 5_000_000)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ offset: 5_000_000 + SUPER_BLOCK + 0x3fc }) }));
  });
});

describe('hostile superblocks', () => {
  it.each([
    ['s_log_block_size', 0x18, 7],
    ['s_inodes_per_group', 0x28, 0],
    ['s_first_data_block', 0x14, 0],
    ['s_blocks_count', 0x4, 1025],
    ['s_inodes_count', 0x0, 9999],
    ['s_inode_size', 0x58, 200],
    ['s_blocks_per_group', 0x20, 0],
  ])('%s', (field, at, value) => {
    const image = patched(SUPER_BLOCK + at, value, at === 0x58 ? 2 : 4);
    expect(() => open(image)).toThrow(expect.objectContaining({ kind: 'format', message: expect.stringMatching(/s_/) }));
    expect(() => open(image)).toThrow(field === 's_blocks_per_group' ? /s_clusters_per_group/ : new RegExp(field));
  });

  it('says that the filesystem ends past its partition', () => expect(() => open(patched(SUPER_BLOCK + 4, 2000, 4))).toThrow(/ends past its partition/));
  it.each([
    ['FEATURE_I30', 0x40000002],
    ['encrypt', 0x10002],
    ['compression', 0x3],
    ['needs_recovery', 0x6],
  ])('does not read %s', (feature, bits) =>
    expect(() => open(patched(SUPER_BLOCK + 0x60, bits, 4))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining(feature) }),
    ),
  );
  it('reads with unknown ro_compat features', () => expect(open(patched(SUPER_BLOCK + 0x64, 0x20003, 4)).info.features).toContain('FEATURE_R17'));
  it.each([
    [0, false],
    [1, true],
    [3, false],
  ])('s_state %i means clean: %s', (state, clean) => expect(open(patched(SUPER_BLOCK + 0x3a, state, 2)).info.clean).toBe(clean));
});

describe('hostile inodes and directories', () => {
  const fs = open(fixtureImage('indirect'));
  const inodeAt = (path: string): number => {
    const number = inodeOf(fs, path);
    return (
      Array.from({ length: 1024 }, (_, block) => block * 1024).find((offset) => fs.metadataAt(offset) === 'inode table of group 0')! + INODE_SIZE * (number - 1)
    );
  };
  const rootBlock = [...fs.runs(ROOT)][0]!.sourceOffset!;
  const errors = (at: number, value: number, length: 1 | 2 | 4): string =>
    readEverything(patched(at, value, length))
      .map((error) => error.message)
      .join('\n');

  it.each([
    ['deleted', 0x1a, 0, 2, /i_links_count/],
    ['of no type', 0x0, 0, 2, /i_mode/],
    ['larger than its map can address', 0x6c, 0x10000000, 4, /i_size/],
    ['with a block outside', 0x28, 0xfffffff0, 4, /block pointer/],
    ['whose block is the inode table', 0x28, 10, 4, /not the/],
    ['whose indirect block is a bitmap', 0x58, 3, 4, /indirect block pointer/],
    ['with an xattr block outside', 0x68, 5000, 4, /i_file_acl/],
  ] as const)('an inode %s', (_, at, value, length, expected) => expect(errors(inodeAt('/large') + at, value, length)).toMatch(expected));

  it('a huge sparse file costs no memory', () => {
    const image = patched(inodeAt('/large') + 0x6c, 3, 4);
    const hostile = open(image);
    const inode = inodeOf(hostile, '/large');
    expect(hostile.stat(inode).size).toBe(3 * 2 ** 32 + 300_000);
    expect(hostile.read(inode, 2 ** 33, 10)).toEqual(new Uint8Array(10));
    expect(() => hostile.read(inode, 0, 2 ** 33)).toThrow(expect.objectContaining({ kind: 'limit' }));
  });

  it.each([
    ['rec_len 0', 4, 0, 2, /rec_len/],
    ['rec_len misaligned', 4, 13, 2, /rec_len/],
    ['rec_len over the end', 4, 4000, 2, /rec_len/],
    ['inode out of range', 0x0, 0xffff, 4, /at most/],
    ['. that is another directory', 0x0, 11, 4, /the directory itself/],
    ['a name with a NUL', 8, 0, 1, /no NUL or slash/],
    ['a name with a slash', 8, 0x2f, 1, /no NUL or slash/],
    ['no ..', 21, 0x41, 1, /second/],
    ['a second .', 12 + 6, 1, 1, /second/],
  ] as const)('a directory with %s', (_, at, value, length, expected) => expect(errors(rootBlock + at, value, length)).toMatch(expected));

  it.each([
    ['names a block outside', 0x20 + 8 + 4, 0xfff, 4, /block at byte/],
    ['names its root as a leaf', 0x20 + 8 + 4, 0, 4, /each once/],
    ['forgets a leaf', 0x22, 1, 2, /is not in its htree/],
    ['has more entries than room', 0x22, 200, 2, /count/],
    ['has too many levels', 0x1e, 5, 1, /indirect_levels/],
  ] as const)('an htree that %s', (_, at, value, length, expected) =>
    expect(errors([...fs.runs(inodeOf(fs, '/many'))][0]!.sourceOffset! + at, value, length)).toMatch(expected),
  );

  it('a directory reached twice ends', () => {
    const image = fixtureImage('indirect');
    const entry = [...image.subarray(rootBlock, rootBlock + 1024).entries()].find(
      ([at]) => text(image.subarray(rootBlock + at, rootBlock + at + 10)) === 'lost+found',
    )![0];
    new DataView(image.buffer).setUint32(rootBlock + entry - 8, ROOT, true);
    expect([...walk(open(image))].some(({ error }) => /already visited/.test(error?.message ?? ''))).toBe(true);
  });
});

describe('hostile extents', () => {
  const fs = open(fixtureImage('checksums'));
  const inodeAt =
    Array.from({ length: 1024 }, (_, block) => block * 1024).find((offset) => fs.metadataAt(offset) === 'inode table of group 0')! +
    INODE_SIZE * (inodeOf(fs, '/fragmented') - 1);
  const root = inodeAt + 0x28;
  const leaf = [...fs.metadataRuns(inodeOf(fs, '/fragmented'))][0]!.sourceOffset;

  it.each([
    ['a bad magic', leaf, 0, 2, /eh_magic/],
    ['more entries than room', leaf + 2, 85, 2, /eh_entries/],
    ['no entries', leaf + 2, 0, 2, /eh_entries/],
    ['more room than the block', leaf + 4, 85, 2, /eh_max/],
    ['a depth that does not fall', leaf + 6, 1, 2, /eh_depth/],
    ['a depth of 6', root + 6, 6, 2, /eh_depth/],
    ['an index entry outside', root + 16, 0xffffff, 4, /ei_leaf/],
    ['an index entry that is the superblock', root + 16, 1, 4, /not the superblock/],
    ['an extent that overlaps the one before', leaf + 24, 1, 4, /ee_block/],
    ['an extent of no length', leaf + 16, 0, 2, /ee_len/],
    ['an extent outside the filesystem', leaf + 20, 1020 * 1024, 4, /ee_start/],
    ['an extent over the inode table', leaf + 20, Math.floor(inodeAt / 1024), 4, /ee_start/],
  ] as const)('%s', (_, at, value, length, expected) => {
    const image = fixtureImage('checksums');
    image[SUPER_BLOCK + 0x65]! &= ~0x04;
    image.fill(0, SUPER_BLOCK + 0x3fc, SUPER_BLOCK + 0x400);
    for (let index = 0; index < length; index++) image[at + index] = value >>> (8 * index);
    expect(
      readEverything(image)
        .map((error) => error.message)
        .join('\n'),
    ).toMatch(expected);
  });
});

function holes(fs: FileSystem): boolean {
  const content = fs.read(inodeOf(fs, '/fragmented'), 0, 30_000);
  return content.length === 30_000 && content.every((byte, at) => at >= 29_696 || (byte === 0) === (Math.floor(at / 1024) % 2 === 0));
}

/** The image without checksums with one number changed. */
function patched(at: number, value: number, length: 1 | 2 | 4): Uint8Array {
  const image = fixtureImage('indirect');
  for (let index = 0; index < length; index++) image[at + index] = value >>> (8 * index);
  return image;
}
