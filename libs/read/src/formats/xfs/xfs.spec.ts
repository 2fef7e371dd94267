import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { ReadError } from '../../bytes/index.ts';
import { readEverything as readFileSystem } from '../../filesystem/fixtures/read-everything.ts';
import { type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { fixtureImage } from './fixtures/fixture-image.ts';
import { type Sealed, seal, sealedStructures } from './fixtures/seal.ts';
import { isXfs, openXfs } from './index.ts';

const IMAGE = fixtureImage();
/** What tests change, and put back. */
const SCRATCH = IMAGE.slice();
const STRUCTURES = sealedStructures(IMAGE);
const UUID = '11111111-2222-3333-4444-555555555555';
const BLOCK = 1024;

const open = (image: Uint8Array, origin = 0): FileSystem => openXfs(memorySource(image, origin));
const fs = open(IMAGE);
const inodeOf = (path: string): number => lookup(fs, path, { followLast: false })!.inode;
const names = (path: string): string[] => [...fs.list(inodeOf(path))].map(({ name }) => name).sort();
const numbered = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`).sort();
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const values = (path: string): Record<string, string> => Object.fromEntries(fs.xattrs(inodeOf(path)).map(({ name, value }) => [name, text(value)]));
const readEverything = (image: Uint8Array) => readFileSystem(() => open(image));

describe('isXfs', () => {
  it.each([
    ['an image', IMAGE, true],
    ['zeros', new Uint8Array(4096), false],
    ['a source that ends inside the superblock', IMAGE.subarray(0, 511), false],
    ['nothing', new Uint8Array(0), false],
  ])('of %s', (_, bytes, expected) => expect(isXfs(memorySource(bytes))).toBe(expected));
});

describe('made by mkfs.xfs', () => {
  it('reads without an error', () => expect(readEverything(IMAGE)).toEqual([]));
  it('knows itself', () => expect(fs.info).toMatchObject({ type: 'xfs', blockSize: BLOCK, length: 1 << 24, uuid: UUID, clean: true, label: 'fixture' }));
  it('keeps modes and owners', () => expect(lookup(fs, '/hello')).toMatchObject({ type: 'file', mode: 0o4755, uid: 70_000, gid: 80_000, size: 5, links: 1 }));
  it.each([
    ['/char', 'char-device', { major: 1, minor: 3 }],
    ['/block-device', 'block-device', { major: 259, minor: 700 }],
    ['/pipe', 'fifo', undefined],
  ])('%s is a %s', (path, type, device) => expect(lookup(fs, path)).toMatchObject({ type, ...(device === undefined ? {} : { device }) }));

  it.each([
    ['in its inode', '/inside', 'f', 3],
    ['in one block', '/block', 'entry', 25],
    ['with one leaf', '/leaf', 'entry', 220],
    ['with a tree of leaves', '/node', 'entry', 560],
    ['in a tree of extents', '/tree', `entry-${'x'.repeat(200)}`, 420],
  ])('lists a directory %s', (_, path, prefix, count) => expect(names(path)).toEqual(numbered(prefix, count)));

  it('follows a symlink', () => expect(fs.readLink(inodeOf('/fast'))).toBe('hello'));
  it('reads a file from the middle, and no further than its end', () => {
    const whole = Array.from({ length: 9000 }, (_, index) => `${index + 1}\n`).join('');
    const { inode, size } = lookup(fs, '/large')!;
    expect(size).toBe(whole.length);
    expect(text(fs.read(inode, 0, size))).toBe(whole);
    expect(text(fs.read(inode, 20_001, 3000))).toBe(whole.slice(20_001, 23_001));
    expect(text(fs.read(inode, size - 5, 100))).toBe(whole.slice(-5));
    expect(fs.read(inode, size, 100)).toHaveLength(0);
    const target = new Uint8Array(10).fill(7);
    expect(fs.readInto(inode, size - 4, target)).toBe(4);
    expect(text(target.subarray(0, 4))).toBe(whole.slice(-4));
  });

  it('reads attributes in the inode, of each namespace', () =>
    expect(values('/hello')).toEqual({ 'security.selinux': 'v'.repeat(25), 'trusted.third': 'v'.repeat(20), 'user.first': 'v'.repeat(10) }));
  it.each([
    ['in a leaf', '/attributes/leaf', numbered('user.name', 12).map((name) => [name, 40])],
    ['in blocks of their own', '/attributes/remote', [900, 1024, 3000, 20_000].map((length) => [`user.value-${length}`, length])],
    ['in a tree', '/attributes/node', numbered('user.a-rather-long-attribute-name', 60).map((name) => [name, 50])],
    ['in a tree of extents', '/attributes/mixed', numbered('user.a', 25).map((name) => [name, 1500])],
  ])('reads attributes %s', (_, path, expected) =>
    expect(values(path)).toEqual(Object.fromEntries(expected.map(([name, length]) => [name, 'v'.repeat(Number(length))]))),
  );

  it('has no attributes where there are none', () => expect(fs.xattrs(inodeOf('/empty'))).toEqual([]));
  it('names its metadata', () =>
    expect([0, 512, 1024, 1536, 2048, -1, fs.info.length].map((offset) => fs.metadataAt(offset))).toEqual([
      ...['superblock', 'AGF of group 0', 'AGI of group 0', 'AGFL of group 0', 'free space tree by block of group 0'],
      ...[undefined, undefined],
    ]));
  it('names what belongs to an inode', () => {
    const whats = (path: string): string[] => [...new Set([...fs.metadataRuns(inodeOf(path))].map(({ what }) => what))].sort();
    expect(whats('/tree')).toEqual(['directory index', 'extent block']);
    expect(whats('/attributes/mixed')).toEqual(['attribute block', 'extent block']);
    expect(whats('/hello')).toEqual([]);
  });
});

describe('a flipped bit', () => {
  const first = (what: string, owner?: string): Sealed =>
    STRUCTURES.find((structure) => structure.what === what && (owner === undefined || structure.owner === inodeOf(owner)))!;

  it.each([
    ['superblock', first('superblock'), /^xfs superblock/],
    ['AGF', first('AGF'), /^xfs AGF of group 0/],
    ['AGI', first('AGI'), /^xfs AGI of group 0/],
    ['AGFL', first('AGFL'), /^xfs AGFL of group 0/],
    ['inode', first('inode', '/hello'), /^xfs inode \d+/],
    ['extent block', first('extent block', '/tree'), /^xfs data extent block of inode/],
    ['extent block of attributes', first('extent block', '/attributes/mixed'), /^xfs attribute extent block of inode/],
    ['directory block', first('directory block', '/leaf'), /^xfs directory block \d+ of inode/],
    ['directory leaf', first('directory leaf', '/leaf'), /^xfs directory leaf \d+ of inode/],
    ['directory node', first('directory node', '/node'), /^xfs directory leaf \d+ of inode/],
    ['directory free block', first('directory free block', '/node'), /^xfs directory free block \d+ of inode/],
    ['attribute block', first('attribute block', '/attributes/leaf'), /^xfs attribute block \d+ of inode/],
    ['attribute node', first('attribute node', '/attributes/node'), /^xfs attribute block \d+ of inode/],
    ['attribute value', first('attribute value block', '/attributes/remote'), /^xfs attribute value block of inode/],
  ])('in the %s is found, and its structure named', (_, { at, length, owner }, expected) => {
    const use = (): void => {
      const damaged = open(SCRATCH);
      const inode = owner ?? damaged.rootInode;
      damaged.xattrs(inode);
      if (damaged.stat(inode).type === 'directory') [...damaged.list(inode)];
    };
    for (let byte = 0; byte < length; byte += 7) {
      SCRATCH[at + byte]! ^= 1 << (byte % 8);
      expect(messageOf(use), `byte ${byte}`).toMatch(expected);
      SCRATCH[at + byte]! ^= 1 << (byte % 8);
    }
  });

  it('is told with its offset in the image, not in the filesystem', () => {
    const flipped = fixtureImage();
    flipped[108]! ^= 1;
    expect(() => open(flipped, 5_000_000)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ field: 'sb_crc', offset: 5_000_224 }) }));
  });
});

describe('a superblock', () => {
  const superBlock = STRUCTURES.find(({ what }) => what === 'superblock')!;
  const changed = (at: number, value: number, width: 1 | 2 | 4): Uint8Array => {
    const image = fixtureImage();
    write(image, at, value, width);
    seal(image, superBlock);
    return image;
  };

  it.each([
    ['sb_blocksize', 4, 2048, 4],
    ['sb_blocklog', 120, 9, 1],
    ['sb_dblocks', 12, 63, 4],
    ['sb_logstart', 12, 64, 4],
    ['sb_agblocks', 84, 10, 4],
    ['sb_agblklog', 124, 5, 1],
    ['sb_dblocks', 88, 0, 4],
    ['sb_dblocks', 88, 9, 4],
    ['sb_sectsize', 102, 513, 2],
    ['sb_inodelog', 122, 8, 1],
    ['sb_inopblock', 106, 3, 2],
    ['sb_dirblklog', 192, 7, 1],
    ['sb_inprogress', 126, 1, 1],
    ['sb_logstart', 52, 16_000, 4],
  ] as const)('with a wrong %s is damage', (field, at, value, width) =>
    expect(() => open(changed(at, value, width))).toThrow(
      expect.objectContaining({ kind: 'format', detail: expect.objectContaining({ structure: 'xfs superblock', field }) }),
    ),
  );

  it('says that the filesystem ends past its partition', () => expect(() => open(IMAGE.subarray(0, IMAGE.length - BLOCK))).toThrow(/ends past its partition/));
  it('may lie on a partition that is longer', () => expect(readEverything(Buffer.concat([IMAGE, new Uint8Array(5000)]))).toEqual([]));

  it.each([
    ['NEEDSREPAIR', 0x1b],
    ['ZONED', 0x20b],
    ['FEATURE_I11', 0x80b],
    ['NEEDSREPAIR FEATURE_I31', 0x8000001b],
  ])('with %s is not read', (words, bits) =>
    expect(() => open(changed(216, bits, 4))).toThrow(expect.objectContaining({ kind: 'unsupported', detail: expect.objectContaining({ found: words }) })),
  );
  it('with case folding is not read', () => expect(() => open(changed(100, 0xf4b5, 2))).toThrow(/ASCII_CI/));
  it('of version 4 is not read', () =>
    expect(() => open(changed(100, 0xb4a4, 2))).toThrow(expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('version 4') })));
  it.each([
    ['EXCHANGE', 0x4b],
    ['PARENT', 0x8b],
  ])('with %s is read', (word, bits) => expect(open(changed(216, bits, 4)).info.features).toContain(word));
  it('with an unknown ro_compat feature is read', () => expect(open(changed(212, 0x100d, 4)).info.features).toContain('FEATURE_R12'));
});

describe('a log', () => {
  const superBlock = STRUCTURES.find(({ what }) => what === 'superblock')!;
  const view = new DataView(IMAGE.buffer, IMAGE.byteOffset);
  /** In the only allocation group, so that block numbers are places. */
  const start = Number(view.getBigUint64(48)) * BLOCK;
  const length = view.getUint32(96) * BLOCK;
  const SECTOR = 512;
  const UNMOUNT_FLAGS = SECTOR + 9; // oh_flags of the record behind the first header

  it.each<[string, (image: Uint8Array) => void, boolean]>([
    ['that ends with unmounting', () => {}, true],
    ['that nothing was written to', (image) => image.fill(0, start, start + length), true],
    ['that ends with another record', (image) => write(image, start + UNMOUNT_FLAGS, 0, 1), false],
    ['whose last record says that it is longer', (image) => write(image, start + 12, 4 * SECTOR, 4), false],
    ['whose last record has two operations', (image) => write(image, start + 40, 2, 4), false],
    ['without a record', (image) => write(image, start, 1, 4), false],
    [
      'on another device',
      (image) => {
        write(image, 52, 0, 4);
        seal(image, superBlock);
      },
      false,
    ],
  ])('%s', (_, change, clean) => {
    const image = IMAGE.slice();
    change(image);
    expect(open(image).info.clean).toBe(clean);
  });
});

describe('hostile bytes with right checksums', () => {
  /** What the readers of an inode say when a structure of `path` has `value` at `at`. */
  const errorsOf = (what: string, path: string, at: number, value: number, width: 1 | 2 | 4): string => {
    const structure = STRUCTURES.find((candidate) => candidate.what === what && candidate.owner === inodeOf(path))!;
    return withChange(structure, at, value, width, (image) => {
      const opened = open(image);
      const uses: readonly ((inode: number) => unknown)[] = [
        ...[opened.stat, opened.xattrs, (inode: number) => [...opened.list(inode)].map((entry) => opened.stat(entry.inode))],
        ...[(inode: number) => opened.read(inode, 0, BLOCK), opened.readLink, (inode: number) => [...opened.runs(inode)]],
      ];
      return uses.map((use) => messageOf(() => use(inodeOf(path)))).join('\n');
    });
  };

  it.each([
    ['inode', '/hello', 2, 0, 2, /di_mode.*not in use/],
    ['inode', '/hello', 16, 0, 4, /di_nlink.*not in use/],
    ['inode', '/hello', 4, 2, 1, /di_version/],
    ['inode', '/hello', 5, 1, 1, /di_format.*expected extents or btree/],
    ['inode', '/hello', 5, 4, 1, /di_format.*found uuid/],
    ['inode', '/hello', 82, 50, 1, /di_forkoff/],
    ['inode', '/hello', 83, 0, 1, /di_aformat/],
    ['inode', '/hello', 76, 99, 4, /di_nextents/],
    ['inode', '/hello', 156, 5, 4, /di_ino/],
    ['inode', '/hello', 160, 5, 4, /di_uuid/],
    ['inode', '/hello', 90, 1, 2, /di_flags.*realtime device/],
    ['inode', '/large', 188, 0, 4, /br_blockcount/],
    ['inode', '/large', 184, 0xffffffff, 4, /br_startblock.*allocation groups/],
    ['inode', '/large', 184, 0, 4, /br_startblock.*(headers|log|allocation)/],
    ['inode', '/inside', 176, 7, 1, /outside|namelen|count/],
    ['inode', '/fast', 56, 1, 4, /di_size/],
    ['extent block', '/tree', 4, 1, 2, /bb_level/],
    ['extent block', '/tree', 6, 0, 2, /bb_numrecs/],
    ['extent block', '/tree', 6, 60, 2, /bb_numrecs/],
    ['extent block', '/tree', 28, 9, 4, /bb_blkno/],
    ['extent block', '/tree', 60, 9, 4, /bb_owner/],
    ['extent block', '/tree', 40, 9, 4, /bb_uuid/],
    ['extent block', '/tree', 92, 0, 4, /br_startoff/],
    ['directory block', '/block', 64 + 4, 0xffff, 4, /inumber/],
    ['directory block', '/block', 64 + 4, 65, 4, /inumber.*the directory itself/],
    ['directory block', '/block', 64 + 32 + 4, 7105, 4, /inumber.*own/],
    ['directory block', '/block', 64 + 8, 0, 1, /namelen/],
    ['directory block', '/block', 64 + 8, 9, 1, /tag/],
    ['directory block', '/block', 64 + 32 + 9, 0x2f, 1, /no NUL or slash/],
    ['directory block', '/block', 64 + 32 + 9, 0x78, 1, /leaf entry/],
    ['directory block', '/block', 4088, 0xffff, 4, /count/],
    ['directory block', '/block', 4088, 26, 4, /tag|length|namelen|leaf entr/],
    ['directory leaf', '/leaf', 56, 511, 2, /count/],
    ['directory leaf', '/leaf', 64, 0xffffffff, 4, /hashval/],
    ['directory leaf', '/leaf', 68, 0, 4, /leaf entr/],
    ['directory node', '/node', 58, 6, 2, /level/],
    ['directory node', '/node', 56, 0, 2, /count/],
    ['directory node', '/node', 64, 0, 4, /hashval/],
    ['directory node', '/node', 68, 0, 4, /there is no block|magic/],
    ['attribute block', '/attributes/leaf', 56, 300, 2, /count/],
    ['attribute block', '/attributes/leaf', 80, 1, 4, /hashval/],
    ['attribute block', '/attributes/leaf', 84, 20, 2, /nameidx/],
    ['attribute block', '/attributes/leaf', 84, 0xfff0, 2, /outside/],
    ['attribute block', '/attributes/leaf', 86, 7, 1, /namespace/],
    ['attribute value block', '/attributes/remote', 4, 1, 4, /rm_offset/],
    ['attribute value block', '/attributes/remote', 8, 9999, 4, /rm_bytes/],
  ] as const)('%s of %s, %i set to %i', (what, path, at, value, width, expected) => expect(errorsOf(what, path, at, value, width)).toMatch(expected));

  it('a huge sparse file costs no memory', () => {
    const { at, ...rest } = STRUCTURES.find(({ what, owner }) => what === 'inode' && owner === inodeOf('/large'))!;
    const image = fixtureImage();
    write(image, at + 56, 3, 4);
    seal(image, { at, ...rest });
    const hostile = open(image);
    const inode = inodeOf('/large');
    expect(hostile.stat(inode).size).toBeGreaterThan(3 * 2 ** 32);
    expect(hostile.read(inode, 2 ** 33, 10)).toEqual(new Uint8Array(10));
    expect(() => hostile.read(inode, 0, 2 ** 33)).toThrow(expect.objectContaining({ kind: 'limit' }));
  });

  it('a directory reached twice ends', () => {
    const directory = STRUCTURES.find(({ what, owner }) => what === 'directory block' && owner === inodeOf('/block'))!;
    const image = fixtureImage();
    write(image, directory.at + 64 + 32 + 4, fs.rootInode, 4);
    seal(image, directory);
    expect([...walk(open(image))].some(({ error }) => /already visited/.test(error?.message ?? ''))).toBe(true);
  });

  it.each([-1, 0.5, 0, 2 ** 60, 3])('%d is no inode number', (number) => expect(() => fs.stat(number)).toThrow(/inode number/));
});

/** The image is as before when this returns. */
function withChange<T>(structure: Sealed, at: number, value: number, width: 1 | 2 | 4, use: (image: Uint8Array) => T): T {
  const before = SCRATCH.slice(structure.at, structure.at + structure.length);
  write(SCRATCH, structure.at + at, value, width);
  seal(SCRATCH, structure);
  const result = use(SCRATCH);
  SCRATCH.set(before, structure.at);
  return result;
}

function messageOf(work: () => unknown): string {
  try {
    work();
    return '';
  } catch (error) {
    if (error instanceof ReadError) return error.message;
    throw error;
  }
}

function write(image: Uint8Array, at: number, value: number, width: 1 | 2 | 4): void {
  for (let index = 0; index < width; index++) image[at + index] = value >>> (8 * (width - 1 - index));
}
