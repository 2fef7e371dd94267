import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { encodeFileName } from '../../bytes/index.ts';
import { type FileStat, lookup, walk } from '../../filesystem/index.ts';
import { fixtureImage, kernelListing } from './fixtures/fixture-image.ts';
import { openXfs } from './index.ts';

const BLOCK = 1024;
const CHUNK = 16 * 1024 * 1024;
const BILLION = 1_000_000_000n;
const TYPE_BITS = { file: 0o10, directory: 0o4, symlink: 0o12, 'char-device': 0o2, 'block-device': 0o6, fifo: 0o1, socket: 0o14 } as const;
const FOLDERS = ['/many/', '/holes/', '/leaf/', '/block/'];
const NAMES = 951; // in kernel.img, the root apart
/** 5 GiB of zeros take longer to hash than all the rest. */
const SPARSE = '/sparse';

const fs = openXfs(memorySource(fixtureImage('kernel')));
const stat = (path: string): FileStat => lookup(fs, path, { followLast: false })!;
const values = (path: string): Record<string, string> =>
  Object.fromEntries(fs.xattrs(stat(path).inode).map(({ name, value }) => [name, Buffer.from(value).toString()]));
const padded = (prefix: string, numbers: readonly number[], width: number): Record<string, string> =>
  Object.fromEntries(numbers.map((number) => [`${prefix}${number}`, String(number).padStart(width, '0')]));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('what Linux wrote', () => {
  const files = [...walk(fs)].filter(({ path }) => path !== '/');

  it('is read without an error, every name of it', () => {
    expect(files.filter(({ error }) => error !== undefined)).toEqual([]);
    expect(files).toHaveLength(NAMES);
  });

  it('is what Linux said of it: inode, mode, owner, size, links, time, device, content', () => {
    const listed = files.filter(({ path }) => !FOLDERS.some((folder) => path.startsWith(folder)));
    const found = listed.map(({ path, stat: own }) => [Buffer.from(encodeFileName(`.${path}`)).toString('hex'), fieldsOf(path, own!)] as const);
    const expected = [...kernelListing()].map(([path, fields]) => [path, isSparse(path) ? [...fields.slice(0, -1), ''] : fields] as const);
    expect(new Map(found)).toEqual(new Map(expected));
  });

  it('has content where a sparse file of 5 GiB has some, and zeros elsewhere', () => {
    const { inode } = stat(SPARSE);
    const large = fs.read(stat('/large').inode, 0, BLOCK);
    expect(Buffer.compare(fs.read(inode, 3 * 2 ** 30, BLOCK), large)).toBe(0);
    expect(fs.read(inode, 3 * 2 ** 30 - 5, 5)).toEqual(new Uint8Array(5));
    expect([...fs.runs(inode)]).toMatchObject([{ length: 3 * 2 ** 30 }, { fileOffset: 3 * 2 ** 30, sourceOffset: expect.any(Number) }, {}]);
  });

  it('has every other block of a fragmented file', () => {
    const runs = [...fs.runs(stat('/fragmented').inode)];
    expect(runs.map(({ sourceOffset }) => sourceOffset === undefined)).toEqual(Array.from({ length: 299 }, (_, index) => index % 2 === 1));
    expect([...fs.metadataRuns(stat('/fragmented').inode)].map(({ what }) => what)).toContain('extent block');
  });

  it('reads unwritten extents as zeros, and none past a file’s end', () => {
    expect([...fs.runs(stat('/unwritten').inode)].filter(({ sourceOffset }) => sourceOffset !== undefined)).toMatchObject([{ fileOffset: 8192, length: 4096 }]);
    expect([...fs.runs(stat('/past-end').inode)].reduce((sum, { length }) => sum + length, 0)).toBe(5 * BLOCK);
  });

  it.each([
    ['/hello', { 'security.selinux': 'system_u:object_r:os_t:s0', 'trusted.third': 'three' }],
    ['/hard', { 'security.selinux': 'system_u:object_r:os_t:s0', 'trusted.third': 'three' }],
    ['/link-1023', { 'security.selinux': 'system_u:object_r:lnk_t:s0' }],
    ['/d0', padded('user.one-of-many-attributes-with-a-long-name-', upTo(120), 40)],
    ['/d0/d1', padded('user.a-', upTo(30), 1800)],
    ['/d0/d1/d2', padded('user.b-', upTo(30), 1800)],
    ['/empty', {}],
  ])('has the attributes of %s', (path, expected) => expect(values(path)).toEqual(expected));

  it('has attributes in blocks of their own', () =>
    expect(values('/owned')).toEqual(Object.fromEntries([900, 1024, 3000].map((length) => [`user.value-${length}`, String(length).padStart(length, '0')]))));

  it('has ACLs as getxattr gives them', () => {
    const access = fs.xattrs(stat('/large').inode).find(({ name }) => name === 'system.posix_acl_access')!;
    expect(Buffer.from(access.value).toString('hex')).toBe('0200000001000700ffffffff02000600e803000004000500ffffffff10000700ffffffff20000400ffffffff');
    const inherited = fs.xattrs(stat('/sticky').inode).find(({ name }) => name === 'system.posix_acl_default')!;
    expect(Buffer.from(inherited.value).toString('hex')).toBe('0200000001000700ffffffff04000500ffffffff20000000ffffffff');
  });

  it('was unmounted', () => expect(fs.info.clean).toBe(true));
});

it('a filesystem that was not unmounted says so, and is read as it is without its log', () => {
  const dirty = openXfs(memorySource(fixtureImage('dirty')));
  expect(dirty.info.clean).toBe(false);
  expect([...walk(dirty)]).toEqual([{ path: '/', stat: expect.objectContaining({ type: 'directory' }) }]);
});

function isSparse(path: string): boolean {
  return Buffer.from(path, 'hex').toString() === `.${SPARSE}`;
}

function fieldsOf(path: string, { inode, type, mode, uid, gid, size, links, mtime, device }: FileStat): string[] {
  const numbers = device === undefined ? '0:0' : `${device.major.toString(16)}:${device.minor.toString(16)}`;
  return [
    ...[inode, (TYPE_BITS[type] * 4096 + mode).toString(16), uid, gid, size, links].map(String),
    timeText(mtime),
    numbers,
    digest(path, type, inode, size),
  ];
}

/** As `stat -c %y` in UTC. */
function timeText(time: bigint): string {
  const nanoseconds = ((time % BILLION) + BILLION) % BILLION;
  const seconds = new Date(Number((time - nanoseconds) / BILLION) * 1000).toISOString();
  return `${seconds.slice(0, 19).replace('T', ' ')}.${String(nanoseconds).padStart(9, '0')} +0000`;
}

function digest(path: string, type: FileStat['type'], inode: number, size: number): string {
  if (path === SPARSE) return '';
  const hash = createHash('sha256');
  if (type === 'symlink') return hash.update(`${fs.readLink(inode)}\n`).digest('hex');
  if (type !== 'file') return '-';
  const chunk = new Uint8Array(CHUNK);
  for (let at = 0; at < size; at += chunk.length) hash.update(chunk.subarray(0, fs.readInto(inode, at, chunk)));
  return hash.digest('hex');
}
