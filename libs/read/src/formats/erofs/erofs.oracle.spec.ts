import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  linkSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlockSource, memorySource } from '../../block-source/index.ts';
import { encodeFileName } from '../../bytes/index.ts';
import { type FileStat, type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { isErofs, openErofs, readErofsSuperBlock } from './index.ts';

const ENVIRONMENT = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, TZ: 'UTC', LC_ALL: 'C' };
const IS_ROOT = process.getuid?.() === 0;
const UUID = '11111111-2222-3333-4444-555555555555';
const TIME = 1_700_000_000;
const PIECE = 128 * 1024;
/** Owner, user 1000, group, mask, other, as getxattr gives it. */
const POSIX_ACL = '0200000001000700ffffffff02000600e803000004000500ffffffff10000700ffffffff20000500ffffffff';

interface Recipe {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Every time is the image's. */
  readonly oneTime?: boolean;
  readonly noAttributes?: boolean;
  readonly labelled?: boolean;
}

const recipe = (...args: readonly string[]): Recipe => ({ name: args.length === 0 ? 'defaults' : args.join(' '), arguments: args });

const RECIPES: readonly Recipe[] = [
  recipe(),
  recipe('-Enoinline_data'),
  recipe('-Eforce-inode-extended'),
  { ...recipe('-Eforce-inode-compact', '--all-root'), oneTime: true },
  recipe('-Enosbcrc'),
  recipe('-zlz4'),
  recipe('-zlz4hc,12', '-C65536'),
  recipe('-zlz4hc,9', '-C262144', '-Enoinline_data'),
  recipe('-zlz4', '-C1048576'),
  recipe('-zlz4', '--max-extent-bytes=8192'),
  recipe('-zlz4', '-C65536', '--max-extent-bytes=4096'),
  recipe('-zlz4', '-Elegacy-compress'),
  recipe('-zlz4', '-Elegacy-compress', '-C65536'),
  recipe('--chunksize=4096'),
  recipe('--chunksize=65536', '-Eforce-inode-blockmap'),
  recipe('--chunksize=16384', '-Eforce-chunk-indexes'),
  { ...recipe('-x-1'), noAttributes: true },
  recipe('-x0'),
  recipe('-x1', '-zlz4'),
  recipe('-x200'),
  { ...recipe('-zlz4hc,12', '-C262144', '--all-root', `-T${TIME}`), name: 'Bottlerocket ROOT', oneTime: true, labelled: true },
];

describeOracle('EROFS against erofs-utils', toolsFor('mkfs.erofs', 'dump.erofs', 'fsck.erofs', 'setfattr'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'erofs-oracle-'));
  const tree = join(folder, 'tree');
  const contexts = join(folder, 'file_contexts');
  let attributes: Attributes;
  beforeAll(() => {
    attributes = buildTree(tree);
    writeFileSync(contexts, '/.* system_u:object_r:os_t:s0\n/many(/.*)? system_u:object_r:many_t:s0\n/link-31 -l system_u:object_r:link_t:s0\n');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(RECIPES)('$name', (one) => {
    const image = join(folder, `${RECIPES.indexOf(one)}.img`);
    let source: BlockSource;
    let fs: FileSystem;
    beforeAll(() => {
      const labels = one.labelled === true ? [`--file-contexts=${contexts}`] : [];
      run('mkfs.erofs', ['--quiet', `-U${UUID}`, ...one.arguments, ...labels, image, tree]);
      source = memorySource(readFileSync(image));
      expect(isErofs(source)).toBe(true);
      fs = openErofs(source);
    }, 60_000);
    afterAll(() => rmSync(image, { force: true }));

    it('describes itself as dump.erofs does', () => expect(describeSelf(source, fs)).toEqual(headerOf(run('dump.erofs', ['-s', image]))));
    it('has the tree it was made from', () => compareTree(fs, tree, one, imageTime(source)), 60_000);
    it('has the attributes that were set', () => compareAttributes(fs, attributes, one), 60_000);
    it('places inodes and extents as dump.erofs does', () => compareDumps(fs, image), 60_000);
  });

  it('reads what fsck.erofs extracts', () => {
    const image = join(folder, 'extract.img');
    const out = join(folder, 'extracted');
    run('mkfs.erofs', ['--quiet', '-zlz4hc,12', '-C262144', image, tree]);
    run('fsck.erofs', [`--extract=${out}`, image]);
    const fs = openErofs(memorySource(readFileSync(image)));
    for (const { path, stat } of walk(fs)) {
      if (stat?.type === 'file') expect(digest(fs.read(stat.inode, 0, stat.size)), path).toBe(digest(readFileSync(toBytes(out, path))));
    }
  }, 60_000);

  it('says that it does not read ztailpacking', () => {
    const image = join(folder, 'unsupported.img');
    run('mkfs.erofs', ['--quiet', '-zlz4', '-Eztailpacking', image, tree]);
    expect(() => openErofs(memorySource(readFileSync(image)))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('ztailpacking') }),
    );
  });

  it('says that it does not read several devices', () => {
    const image = join(folder, 'devices.img');
    run('mkfs.erofs', ['--quiet', '--chunksize=4096', `--blobdev=${join(folder, 'blob.img')}`, image, join(tree, 'sizes')]);
    expect(() => openErofs(memorySource(readFileSync(image)))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('device_table') }),
    );
  });
});

/** By path; attributes by name, values in hexadecimal. */
type Attributes = ReadonlyMap<string, Readonly<Record<string, string>>>;

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { env: ENVIRONMENT, timeout: 60_000, maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'pipe'] }).toString('latin1');
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function toBytes(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(root), encodeFileName(path === '/' ? '' : path)]);
}

function buildTree(tree: string): Attributes {
  for (const name of ['many', 'sizes', 'order', 'empty-folder', 'labels', Array.from({ length: 40 }, (_, depth) => `d${depth}`).join('/')])
    mkdirSync(join(tree, name), { recursive: true });
  for (let index = 0; index < 700; index++)
    writeFileSync(join(tree, 'many', `entry-${index}-of-a-directory-with-several-blocks${'x'.repeat(index % 50)}`), index % 3 === 0 ? '' : `${index}`);
  for (const length of [0, 1, 31, 4000, 4095, 4096, 4097, 8191, 8192, 8193, 65_535, 65_536, 65_537, 131_073, 300_001]) {
    writeFileSync(join(tree, 'sizes', `text-${length}`), words(length));
    writeFileSync(join(tree, 'sizes', `noise-${length}`), noise(length));
    writeFileSync(join(tree, 'sizes', `zeros-${length}`), new Uint8Array(length));
  }
  writeFileSync(join(tree, 'large'), words(2_500_000));
  writeFileSync(join(tree, 'same'), new Uint8Array(9_000_000).fill(0xff));
  writeFileSync(join(tree, 'mixed'), Buffer.concat(Array.from({ length: 40 }, (_, index) => (index % 3 === 0 ? noise(index * 500) : words(index * 1300)))));
  for (const name of ['!', '-', '.a', '..b', '...', '~', 'a', 'a.b', 'A', '\u{1f680}']) writeFileSync(join(tree, 'order', name), name);
  writeFileSync(Buffer.concat([Buffer.from(`${tree}/bad-`), Buffer.from([0xff, 0xfe, 0xc3])]), 'not UTF-8');
  writeFileSync(join(tree, 'n'.repeat(254)), 'long name'); // mkfs.erofs 1.5 fails with 255
  for (const length of [1, 31, 60, 1000, 4000, 4095]) symlinkSync('t'.repeat(length), join(tree, `link-${length}`));
  for (const mode of [0o4755, 0o2755, 0o6711, 0o600]) writeMode(join(tree, `mode-${mode.toString(8)}`), mode);
  chmodSync(join(tree, 'empty-folder'), 0o1777);
  writeFileSync(join(tree, 'hard'), words(5000));
  for (const other of ['hard-too', 'd0/hard-three']) linkSync(join(tree, 'hard'), join(tree, other));
  writeSparse(join(tree, 'sparse'), [0, 1 << 20, (3 << 20) + 100], (5 << 20) + 17);
  writeSparse(join(tree, 'only-hole'), [], 1_000_000);
  run('mkfifo', [join(tree, 'fifo')]);
  if (IS_ROOT) buildOwned(tree);
  for (const [index, seconds] of [0, 1, 2 ** 31, 2 ** 32 + 5].entries()) writeTime(join(tree, `time-${index}`), seconds);
  return setAttributes(tree);
}

function buildOwned(tree: string): void {
  run('mknod', [join(tree, 'null'), 'c', '1', '3']);
  run('mknod', [join(tree, 'disk'), 'b', '259', '70000']);
  for (const owner of ['1000:100', '60000:65000']) {
    writeFileSync(join(tree, `owned-${owner}`), '');
    run('chown', [owner, join(tree, `owned-${owner}`)]);
  }
}

function writeMode(path: string, mode: number): void {
  writeFileSync(path, 'mode');
  chmodSync(path, mode);
}

function writeTime(path: string, seconds: number): void {
  writeFileSync(path, 'time');
  lutimesSync(path, seconds, seconds);
}

function writeSparse(path: string, offsets: readonly number[], size: number): void {
  const descriptor = openSync(path, 'w');
  for (const offset of offsets) writeSync(descriptor, words(5000), 0, 5000, offset);
  closeSync(descriptor);
  truncateSync(path, size);
}

/** Text that compresses about as programs do. */
function words(length: number): Uint8Array {
  const random = seeded(length);
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = at % 7 < 4 || at < 5000 ? 97 + Math.floor(random() * 26) : bytes[at - 4096 + Math.floor(random() * 2)]!;
  return bytes;
}

function noise(length: number): Uint8Array {
  const random = seeded(length + 1);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function setAttributes(tree: string): Attributes {
  const found = new Map<string, Record<string, string>>();
  const set = (path: string, name: string, value: string): void => {
    const hex = value.startsWith('0x') ? value.slice(2) : Buffer.from(value).toString('hex');
    run('setfattr', ['-h', '-n', name, '-v', `0x${hex}`, join(tree, path)]);
    found.set(path, { ...found.get(path), [name]: hex });
  };
  for (let index = 0; index < 30; index++) {
    writeFileSync(join(tree, 'labels', `f${index}`), words(index * 100));
    set(`/labels/f${index}`, 'user.label', index % 2 === 0 ? 'shared by many' : `own ${index}`);
    if (index % 5 === 0) set(`/labels/f${index}`, `user.a${index}`, 'v'.repeat(index));
  }
  for (let index = 0; index < 20; index++) set('/hard', `user.number.${index}`, 'n'.repeat(index * 9));
  set('/sizes/text-65537', 'user.big', 'b'.repeat(2500));
  set('/sizes/noise-1', 'system.posix_acl_access', `0x${POSIX_ACL}`);
  set('/empty-folder', 'system.posix_acl_default', `0x${POSIX_ACL}`);
  if (IS_ROOT) setRootAttributes(set);
  return found;
}

function setRootAttributes(set: (path: string, name: string, value: string) => void): void {
  set('/large', 'security.capability', '0x0100000200200000000000000000000000000000');
  set('/link-60', 'trusted.overlay.opaque', 'y');
  for (const path of ['', '/d0', '/mixed']) set(path, 'trusted.same', 'the same in three places');
}

function describeSelf(source: BlockSource, fs: FileSystem): Record<string, unknown> {
  const { buildTime, inodeCount, blocks, features, metaBlock, xattrBlock } = readErofsSuperBlock(source);
  expect(fs.info.features).toEqual(features);
  return {
    ...{ blocks, metaBlock, xattrBlock, inodeCount: Number(inodeCount), features: features.join(' '), uuid: fs.info.uuid, rootNid: fs.rootInode },
    created: Number(buildTime),
  };
}

function headerOf(text: string): Record<string, unknown> {
  const get = (field: string): string => text.match(new RegExp(`^Filesystem ${field}: +(.*?) *$`, 'm'))![1]!;
  return {
    blocks: Number(get('blocks')),
    metaBlock: Number(get('inode metadata start block')),
    xattrBlock: Number(get('shared xattr metadata start block')),
    inodeCount: Number(get('inode count')),
    features: get('features'),
    uuid: get('UUID'),
    rootNid: Number(get('root nid')),
    created: Date.parse(`${get('created')} UTC`) / 1000,
  };
}

function imageTime(source: BlockSource): bigint {
  const { buildTime, buildTimeNanoseconds } = readErofsSuperBlock(source);
  return buildTime * 1_000_000_000n + BigInt(buildTimeNanoseconds);
}

function compareTree(fs: FileSystem, tree: string, one: Recipe, imageMtime: bigint): void {
  const paths: string[] = [];
  for (const { path, stat, error } of walk(fs)) {
    expect(error, path).toBeUndefined();
    paths.push(Buffer.from(encodeFileName(path === '/' ? '' : path)).toString('latin1'));
    expect(describeOurs(stat!), path).toEqual(describeTheirs(toBytes(tree, path), one, imageMtime));
    if (stat!.type === 'file') expect(digest(readInPieces(fs, stat!)), path).toBe(digest(readFileSync(toBytes(tree, path))));
    if (stat!.type === 'symlink')
      expect(Buffer.from(encodeFileName(fs.readLink(stat!.inode))), path).toEqual(readlinkSync(toBytes(tree, path), { encoding: 'buffer' }));
  }
  expect(paths.sort()).toEqual(pathsOf(tree).sort());
}

/** As latin1, which any bytes are. */
function pathsOf(tree: string, below = ''): string[] {
  const entries = readdirSync(Buffer.from(`${tree}${below}`, 'latin1'), { withFileTypes: true, encoding: 'latin1' });
  return [below, ...entries.flatMap((entry) => (entry.isDirectory() ? pathsOf(tree, `${below}/${entry.name}`) : [`${below}/${entry.name}`]))];
}

function readInPieces(fs: FileSystem, { inode, size }: FileStat): Uint8Array {
  const whole = new Uint8Array(size).fill(0xee);
  for (let at = 0; at < size; at += PIECE) expect(fs.readInto(inode, at, whole.subarray(at, at + PIECE))).toBe(Math.min(PIECE, size - at));
  return whole;
}

function describeOurs({ type, mode, uid, gid, links, size, mtime, device }: FileStat): Record<string, unknown> {
  return { type, mode, uid, gid, mtime, links: type === 'directory' ? 0 : links, size: type === 'file' || type === 'symlink' ? size : 0, device };
}

/** How many links directories have and how large they are is the format's own. */
function describeTheirs(path: Buffer, { oneTime, arguments: args }: Recipe, imageMtime: bigint): Record<string, unknown> {
  const stat = lstatSync(path, { bigint: true });
  const type = typeOf(stat);
  const isRoot = args.includes('--all-root');
  const device = { major: Number((stat.rdev >> 8n) & 0xfffn), minor: Number((stat.rdev & 0xffn) | ((stat.rdev >> 12n) & 0xfff00n)) };
  return {
    type,
    mode: Number(stat.mode & 0o7777n),
    uid: isRoot ? 0 : Number(stat.uid),
    gid: isRoot ? 0 : Number(stat.gid),
    mtime: oneTime === true ? imageMtime : stat.mtimeNs,
    links: type === 'directory' ? 0 : Number(stat.nlink),
    size: type === 'file' || type === 'symlink' ? Number(stat.size) : 0,
    device: type.endsWith('device') ? device : undefined,
  };
}

function typeOf(stat: { isFile(): boolean; isDirectory(): boolean; isSymbolicLink(): boolean; isFIFO(): boolean; isCharacterDevice(): boolean }): string {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isFIFO()) return 'fifo';
  return stat.isCharacterDevice() ? 'char-device' : 'block-device';
}

function compareAttributes(fs: FileSystem, attributes: Attributes, { noAttributes, labelled }: Recipe): void {
  for (const { path, stat } of walk(fs)) {
    const found = Object.fromEntries(fs.xattrs(stat!.inode).map(({ name, value }) => [name, Buffer.from(value).toString('hex')]));
    const label = labelled === true ? { 'security.selinux': Buffer.from(labelOf(path)).toString('hex') } : {};
    expect(found, path).toEqual(noAttributes === true ? {} : { ...attributesOf(attributes, path), ...label });
  }
}

/** Hard links share one inode, and so its attributes. */
function attributesOf(attributes: Attributes, path: string): Readonly<Record<string, string>> {
  return attributes.get(path.replace(/^\/(hard-too|d0\/hard-three)$/, '/hard').replace(/^\/$/, '')) ?? {};
}

function labelOf(path: string): string {
  if (path === '/link-31') return 'system_u:object_r:link_t:s0';
  return path === '/many' || path.startsWith('/many/') ? 'system_u:object_r:many_t:s0' : 'system_u:object_r:os_t:s0';
}

const DUMPED = ['/large', '/same', '/mixed', '/sizes/text-65537', '/sizes/noise-131073', '/sizes/zeros-300001', '/only-hole', '/many'];

function compareDumps(fs: FileSystem, image: string): void {
  for (const path of DUMPED) {
    const text = run('dump.erofs', ['-e', `--path=${path}`, image]);
    const { inode, size, uid, gid, links } = lookup(fs, path)!;
    const [, nid, linksText] = text.match(/NID: (\d+) +Links: (\d+)/)!;
    const [, uidText, gidText] = text.match(/Uid: (\d+) +Gid: (\d+)/)!;
    expect([nid, linksText, uidText, gidText].map(Number), path).toEqual([inode, links, uid, gid]);
    expect(Number(text.match(/Size: (\d+)/)![1]), path).toBe(size);
    if (/Layout: [13] /.test(text)) expect(extentLines(fs, inode), path).toEqual(extentLinesOf(text));
  }
}

function extentLines(fs: FileSystem, inode: number): string[] {
  return [...fs.runs(inode)].map(({ fileOffset, length, sourceOffset, sourceLength }) => `${fileOffset} ${length} ${sourceOffset} ${sourceLength}`);
}

function extentLinesOf(text: string): string[] {
  return [...text.matchAll(/^ *\d+: +(\d+)\.\. *\d+ \| +(\d+) : +(\d+)\.\. *\d+ \| +(\d+)/gm)].map(([, ...numbers]) => numbers.join(' '));
}
