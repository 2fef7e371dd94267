import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildXfs, describeOracle, directory, file, symlink, type TreeEntry, toolsFor, type XfsAttribute, type XfsRecipe } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { type FileStat, type FileSystem, type ListedFolders, lookup, walk } from '../../filesystem/index.ts';
import { isXfs, openXfs } from './index.ts';

const UUID = '11111111-2222-3333-4444-555555555555';
const ENVIRONMENT = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, TZ: 'UTC', LC_ALL: 'C' };
const COMPARED_PER_DIRECTORY = 12;
const MAX_ARGUMENTS = 2000;
const FIRST_BLOCKS = 120;
const HEADERS_LENGTH = 16 * 1024; // with the largest sectors

const many = (folder: string, count: number, name: (index: number) => string, content: string): TreeEntry[] =>
  Array.from({ length: count }, (_, index) => file(`${folder}/${name(index)}`, content));

/** Every form of directory: in the inode, in one block, with a leaf, with a tree of leaves, and in so many extents that they make a tree. */
const ENTRIES: readonly TreeEntry[] = [
  { ...file('/hello', 'hello', 0o4755), uid: 70_000, gid: 80_000 },
  file('/empty', '', 0o2600),
  file('/large', pattern(1_200_000)),
  file('/exact', pattern(4096)),
  symlink('/fast', 'hello'),
  symlink('/as-long-as-an-inode-has-room-for', 't'.repeat(336)),
  { path: '/char', kind: 'character-device', mode: 0o620, device: [259, 700] },
  directory('/d0/d1/d2', 0o700),
  directory('/empty-folder'),
  ...many('/block', 12, (index) => `entry-${index}`, ''),
  ...many('/leaf', 220, (index) => `entry-${index}`, ''),
  ...many('/node', 800, (index) => `entry-${index}-${'x'.repeat(60)}`, ''),
  ...many('/tree', 1200, (index) => `entry-${index}-${'x'.repeat(180)}`, 'some content between the blocks of the directory'),
  ...['none', 'local', 'leaf', 'remote', 'node', 'mixed', 'other'].map((name) => file(`/attributes/${name}`, name)),
];

const user = (path: string, name: string, length: number): XfsAttribute => ({ path, namespace: 'user', name, length });
const ATTRIBUTES: readonly XfsAttribute[] = [
  { path: '/d0', namespace: 'secure', name: 'selinux', length: 25 },
  user('/attributes/local', 'first', 10),
  { path: '/attributes/local', namespace: 'root', name: 'third', length: 20 },
  { path: '/attributes/local', namespace: 'secure', name: 'capability', length: 30 },
  ...Array.from({ length: 12 }, (_, index) => user('/attributes/leaf', `name-${index}`, 40)),
  ...[900, 1024, 3000, 20_000, 65_536].map((length) => user('/attributes/remote', `value-${length}`, length)),
  ...Array.from({ length: 200 }, (_, index) => user('/attributes/node', `a-rather-long-attribute-name-${index}`, 50)),
  ...Array.from({ length: 60 }, (_, index) => [user('/attributes/mixed', `a-${index}`, 1500), user('/attributes/other', `b-${index}`, 1500)]).flat(),
];

/** The root, and directories that entries need and none is. */
const PARENTS = ['/', '/d0', '/d0/d1', '/block', '/leaf', '/node', '/tree', '/attributes'].length;
const PREFIXES = { user: 'user.', root: 'trusted.', secure: 'security.' } as const;

const recipe = (flags: string, sizeMib = 64): XfsRecipe => ({
  ...{ sizeMib, uuid: UUID, label: 'oracle', entries: ENTRIES, attributes: ATTRIBUTES },
  flags: flags.split(' '),
});

const RECIPES: readonly (readonly [name: string, recipe: XfsRecipe])[] = [
  ['defaults', recipe('-b size=4096')],
  ['1 KiB blocks', recipe('-b size=1024')],
  ['2 KiB blocks', recipe('-b size=2048')],
  ['16 KiB blocks', recipe('-b size=16384', 96)],
  ['64 KiB blocks', recipe('-b size=65536', 320)],
  ['directory blocks of four blocks', recipe('-b size=4096 -n size=16384')],
  ['1 KiB blocks, directory blocks of 4 KiB, four groups', recipe('-b size=1024 -n size=4096 -d agcount=4')],
  ['4 KiB sectors', recipe('-s size=4096')],
  ['1 KiB inodes, no bigtime', recipe('-i size=1024 -m bigtime=0')],
  ['2 KiB inodes, nrext64', recipe('-i size=2048,nrext64=1')],
  ['rmapbt', recipe('-m rmapbt=1,reflink=1')],
  ['as an old mkfs', recipe('-m finobt=0,inobtcount=0,reflink=0,bigtime=0 -i sparse=0')],
];

describeOracle('xfs against xfs_db', toolsFor('mkfs.xfs', 'xfs_db', 'xfs_repair'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'xfs-oracle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(RECIPES)('%s', (name, made) => {
    const image = join(folder, `${RECIPES.findIndex(([other]) => other === name)}.img`);
    let fs: FileSystem;
    beforeAll(async () => {
      await buildXfs(made, image, join(folder, 'scratch'));
      const source = memorySource(readFileSync(image));
      expect(isXfs(source)).toBe(true);
      fs = openXfs(source);
    }, 60_000);
    afterAll(() => rmSync(image, { force: true }));

    it('is what xfs_repair calls sound', () => expect(() => run('xfs_repair', ['-n', image])).not.toThrow());
    it('describes itself as xfs_db does', () => expect(fs.info).toEqual(infoOf(image)));
    it('has the tree and the attributes it was made from', () => compareTree(fs, made));
    it('has its metadata where xfs_db says', () => comparePlaces(fs, image), 60_000);
    it('has the inodes, names and blocks of xfs_db', () => compareWithXfsDb(fs, image), 60_000);
  });

  it('does not read version 4, and says so', () => {
    const image = join(folder, 'version-4.img');
    run('mkfs.xfs', ['-q', '-f', '-m', 'crc=0', '-d', `name=${image},size=64m,file`]);
    expect(() => openXfs(memorySource(readFileSync(image)))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('version 4') }),
    );
  });
});

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => 1 + ((index ^ (index >>> 8) ^ (index >>> 16)) % 251));
}

function run(command: string, args: readonly string[]): string {
  const env = { ...ENVIRONMENT, TEST_DIR: '1', TEST_DEV: '1', QA_CHECK_FS: '1' };
  return execFileSync(command, args, { env, timeout: 60_000, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] }).toString('latin1');
}

/** The output of each command. */
function xfsDb(image: string, commands: readonly (readonly string[])[]): string[] {
  const outputs: string[] = [];
  for (let at = 0; at < commands.length; at += MAX_ARGUMENTS) {
    const part = commands.slice(at, at + MAX_ARGUMENTS).flatMap((group) => [...group, 'echo @@'].flatMap((command) => ['-c', command]));
    outputs.push(
      ...run('xfs_db', ['-r', ...part, image])
        .split('@@ \n')
        .slice(0, -1),
    );
  }
  return outputs;
}

function infoOf(image: string): FileSystem['info'] {
  const [fields, version] = xfsDb(image, [['sb 0', 'print'], ['version']]) as [string, string];
  const field = (name: string): string => fields.match(new RegExp(`^${name} = (.*)$`, 'm'))?.[1] ?? '';
  const blockSize = Number(field('blocksize'));
  return {
    ...{ type: 'xfs', blockSize, length: Number(field('dblocks')) * blockSize, uuid: field('uuid') },
    label: field('fname').replace(/^"([^\\]*).*"$/, '$1'),
    features: version.trim().split(' = ')[1]!.split(','),
    clean: true,
  };
}

function compareTree(fs: FileSystem, { entries, attributes }: XfsRecipe): void {
  const folders: ListedFolders = new Map();
  for (const { path, kind, mode, uid = 0, gid = 0, content = '', device } of entries) {
    const stat = lookup(fs, path, { followLast: false, folders })!;
    expect(stat, path).toMatchObject({ type: kind === 'character-device' ? 'char-device' : kind, mode, uid, gid });
    if (kind === 'file') expect(Buffer.compare(fs.read(stat.inode, 0, stat.size), Buffer.from(content)), path).toBe(0);
    if (kind === 'symlink') expect(fs.readLink(stat.inode)).toBe(content);
    if (device !== undefined) expect(stat.device).toEqual({ major: device[0], minor: device[1] });
  }
  expect([...walk(fs)].filter(({ error }) => error !== undefined)).toEqual([]);
  expect([...walk(fs)]).toHaveLength(entries.length + PARENTS);
  const expected = Map.groupBy(attributes, ({ path }) => path);
  for (const [path, own] of expected) {
    const found = fs.xattrs(lookup(fs, path)!.inode).map(({ name, value }) => `${name}=${Buffer.from(value).toString()}`);
    expect(found.sort(), path).toEqual(own.map(({ namespace, name, length }) => `${PREFIXES[namespace]}${name}=${'v'.repeat(length)}`).sort());
  }
  expect(fs.xattrs(lookup(fs, '/hello')!.inode)).toEqual([]);
}

/** Words of blockget, and ours. */
const PLACES: Readonly<Record<string, string>> = {
  btbno: 'free space tree by block',
  btcnt: 'free space tree by size',
  btino: 'inode tree',
  btfino: 'free inode tree',
  btrmap: 'reverse map',
  btrefcnt: 'reference count tree',
  inode: 'inodes',
  log: 'log',
};

/** The first blocks of each allocation group but its headers, and some of the others. */
function comparePlaces(fs: FileSystem, image: string): void {
  const { blockSize, length } = fs.info;
  const perGroup = agBlocks(image);
  const factor = 2 ** Math.ceil(Math.log2(perGroup));
  const places = Array.from({ length: length / blockSize }, (_, block) => ({ group: Math.floor(block / perGroup), block: block % perGroup }));
  const compared = places.filter(({ block }) => (block < FIRST_BLOCKS && block * blockSize >= HEADERS_LENGTH) || block % 97 === 96);
  const text = run('xfs_db', [
    '-r',
    ...['-c', 'blockget -n'],
    ...compared.flatMap(({ group, block }) => ['-c', `fsblock ${group * factor + block}`, '-c', 'blockuse']),
    image,
  ]);
  const types = [...text.matchAll(/^block \d+ \(\d+\/\d+\) type (\w+)/gm)].map(([, type]) => PLACES[type!]);
  const found = compared.map(({ group, block }) => fs.metadataAt((group * perGroup + block) * blockSize)?.replace(` of group ${group}`, ''));
  expect(found).toEqual(types);
}

function agBlocks(image: string): number {
  return Number(/agblocks = (\d+)/.exec(run('xfs_db', ['-r', '-c', 'sb 0', '-c', 'print agblocks', image]))![1]);
}

const CORE = ['core.mode', 'core.uid', 'core.gid', 'core.nlinkv2', 'core.size', 'core.mtime.sec', 'core.mtime.nsec'];

function compareWithXfsDb(fs: FileSystem, image: string): void {
  const files = chosen([...walk(fs)].map(({ stat }) => stat!));
  const perGroup = agBlocks(image);
  const cores = xfsDb(
    image,
    files.map(({ inode }) => [`inode ${inode}`, `print ${CORE.join(' ')}`]),
  );
  const maps = xfsDb(
    image,
    files.map(({ inode }) => [`inode ${inode}`, 'bmap']),
  );
  for (const [index, stat] of files.entries()) {
    expect(coreOf(stat), `inode ${stat.inode}`).toEqual(coreFields(cores[index]!));
    if (stat.type === 'file' || stat.type === 'directory') expect(mapped(fs, stat), `inode ${stat.inode}`).toEqual(mapOf(maps[index]!, fs, perGroup));
  }
  const directories = files.filter(({ type }) => type === 'directory');
  const listings = xfsDb(
    image,
    directories.map(({ inode }) => [`inode ${inode}`, 'ls']),
  );
  for (const [index, { inode }] of directories.entries())
    expect([...fs.list(inode)].map(({ name, inode: number }) => `${number} ${name}`)).toEqual(namesOf(listings[index]!));
}

/** All that is no plain file, and some of those. */
function chosen(stats: readonly FileStat[]): FileStat[] {
  let plain = 0;
  return stats.filter(({ type, size }) => type !== 'file' || size > 100 || plain++ % 300 < COMPARED_PER_DIRECTORY);
}

const TYPE_BITS = { file: 0o10, directory: 0o4, symlink: 0o12, 'char-device': 0o2, 'block-device': 0o6, fifo: 0o1, socket: 0o14 } as const;

function coreOf({ type, mode, uid, gid, links, size, mtime }: FileStat): string[] {
  const nanoseconds = mtime % 1_000_000_000n;
  return [`0${(TYPE_BITS[type] * 4096 + mode).toString(8)}`, uid, gid, links, size, mtime / 1_000_000_000n, nanoseconds].map(String);
}

function coreFields(text: string): string[] {
  const values = [...text.matchAll(/^core\.[\w.]+ = (.*)$/gm)].map(([, value]) => value!);
  values[5] = String(Date.parse(`${values[5]} UTC`) / 1000);
  return values;
}

/** Blocks of the filesystem by those of the file, holes left out. */
function mapped(fs: FileSystem, { inode }: FileStat): number[] {
  const found: number[] = [];
  const { blockSize } = fs.info;
  for (const { fileOffset, length, sourceOffset } of fs.runs(inode)) {
    for (let at = 0; sourceOffset !== undefined && at < length; at += blockSize) found.push((fileOffset + at) / blockSize, (sourceOffset + at) / blockSize);
  }
  return found;
}

/** `data offset 0 startblock 18 (0/18) count 2 flag 0`; a directory's index is far behind its data. */
function mapOf(text: string, { info: { blockSize } }: FileSystem, perGroup: number): number[] {
  const found: number[] = [];
  for (const [, offset, group, block, count] of text.matchAll(/data offset (\d+) startblock \d+ \((\d+)\/(\d+)\) count (\d+) flag 0/g)) {
    for (let at = 0; at < Number(count) && Number(offset) < 2 ** 35 / blockSize; at++)
      found.push(Number(offset) + at, Number(group) * perGroup + Number(block) + at);
  }
  return found;
}

/** `8 64 directory 0x0000002e 1 . (good)` */
function namesOf(text: string): string[] {
  const rows = [...text.matchAll(/^\d+ +(\d+) +\w+ +0x\w+ +\d+ (\S+) \(good\)$/gm)];
  return rows.filter(([, , name]) => name !== '.' && name !== '..').map(([, inode, name]) => `${inode} ${name}`);
}
