import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlockSource } from '../../block-source/index.ts';
import { openFileSource } from '../../block-source/node/index.ts';
import { type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { isVfat, openVfat } from './index.ts';

const MIB = 1024 * 1024;
const MTIME = 1_700_000_000;
const ENVIRONMENT = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC', MTOOLS_SKIP_CHECK: '1', SOURCE_DATE_EPOCH: String(MTIME) };

interface Recipe {
  readonly name: string;
  readonly sizeMib: number;
  readonly bits: 12 | 16 | 32;
  readonly arguments?: readonly string[];
  /** mtools takes it for another type of FAT, so that nothing is copied. */
  readonly empty?: boolean;
}

/** Sizes of EFI system partitions that Bottlerocket has (anatomy 3.1, anatomy-2026 4.2), and what mkfs.vfat can be told. */
const RECIPES: readonly Recipe[] = [
  { name: '5 MiB', sizeMib: 5, bits: 12 },
  { name: '10 MiB', sizeMib: 10, bits: 16 },
  { name: '90 MiB', sizeMib: 90, bits: 16 },
  { name: '170 MiB', sizeMib: 170, bits: 16 },
  { name: '600 MiB', sizeMib: 600, bits: 32 },
  { name: 'FAT12 with large clusters', sizeMib: 32, bits: 12, arguments: ['-F', '12', '-s', '64'] },
  { name: 'FAT16 with clusters of one sector', sizeMib: 8, bits: 16, arguments: ['-F', '16', '-s', '1'] },
  { name: 'FAT32 with fewer clusters than the specification wants', sizeMib: 8, bits: 32, arguments: ['-F', '32'], empty: true },
  { name: 'FAT32 with clusters of one sector', sizeMib: 40, bits: 32, arguments: ['-F', '32', '-s', '1'] },
  { name: 'sectors of 1024 bytes', sizeMib: 10, bits: 16, arguments: ['-S', '1024', '-s', '1'] },
  { name: 'sectors of 2048 bytes', sizeMib: 20, bits: 12, arguments: ['-S', '2048'] },
  { name: 'sectors of 4096 bytes', sizeMib: 20, bits: 12, arguments: ['-S', '4096'] },
  { name: 'FAT32 with sectors of 4096 bytes', sizeMib: 300, bits: 32, arguments: ['-F', '32', '-S', '4096', '-s', '1'] },
  { name: 'one FAT', sizeMib: 5, bits: 12, arguments: ['-f', '1'] },
  { name: 'three FATs', sizeMib: 10, bits: 16, arguments: ['-f', '3'] },
  { name: 'reserved sectors', sizeMib: 10, bits: 16, arguments: ['-R', '64'] },
  { name: 'a small root directory', sizeMib: 10, bits: 16, arguments: ['-r', '32'] },
  { name: 'a large root directory', sizeMib: 10, bits: 16, arguments: ['-r', '1024'] },
  { name: 'id and label', sizeMib: 5, bits: 12, arguments: ['-i', '0a1b2c3d', '-n', 'EFI-SYSTEM'] },
  { name: 'FAT32 with id and label', sizeMib: 64, bits: 32, arguments: ['-F', '32', '-i', '0a1b2c3d', '-n', 'EFI-SYSTEM'] },
  { name: 'another media byte', sizeMib: 5, bits: 12, arguments: ['-M', '0xf0'] },
  { name: 'no alignment', sizeMib: 5, bits: 12, arguments: ['-a'] },
  { name: '--invariant', sizeMib: 5, bits: 12, arguments: ['--invariant'] },
];

const TOOLS = toolsFor('mkfs.vfat', 'fsck.vfat', 'mcopy', 'mdel', 'mattrib', 'mdir', 'mshowfat', 'blkid');

describeOracle('vfat against mtools, dosfstools and blkid', TOOLS, () => {
  const folder = mkdtempSync(join(tmpdir(), 'vfat-oracle-'));
  const tree = join(folder, 'tree');
  beforeAll(() => buildTree(tree));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(RECIPES)('$name', (recipe) => {
    const image = join(folder, `${RECIPES.indexOf(recipe)}.img`);
    let source: BlockSource;
    let fs: FileSystem;
    beforeAll(() => {
      makeVolume(image, recipe);
      if (!recipe.empty) fillVolume(image, tree);
      source = openFileSource(image);
      fs = openVfat(source);
    });
    afterAll(() => {
      source.close();
      rmSync(image, { force: true });
    });

    it('is recognised', () => expect(isVfat(source)).toBe(true));
    it('describes itself as blkid does', () => expect({ uuid: fs.info.uuid, label: fs.info.label }).toEqual(identityOf(image)));
    it('has the geometry of fsck.vfat', () => expect(geometryOf(fs)).toEqual(checkedGeometry(image, recipe)));
    if (recipe.empty) return;
    it('has the names, sizes, times and bytes that were copied', () => compareTree(fs, tree));
    it('has the names that mtools lists', () => expect(namesOf(fs).sort()).toEqual(mtoolsNames(image).sort()));
    it('has the clusters that mtools shows', () => compareClusters(fs, image));
    it('shows a read-only file as such', () => expect(lookup(fs, '/efi/boot/bootx64.efi')?.mode).toBe(0o555));
  });

  it('reads fragmented files', () => {
    const image = join(folder, 'fragmented.img');
    makeVolume(image, { name: 'fragmented', sizeMib: 5, bits: 12 });
    const content = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 7) ^ (index >> 9)));
    writeFileSync(join(folder, 'large'), content);
    writeFileSync(join(folder, 'small'), content.subarray(0, 5000));
    for (let index = 0; index < 60; index++) tool('mcopy', '-i', image, join(folder, 'small'), `::/SMALL${index}`);
    for (let index = 0; index < 60; index += 2) tool('mdel', '-i', image, `::/SMALL${index}`);
    tool('mcopy', '-i', image, join(folder, 'large'), '::/LARGE');
    const fs = openVfat(openFileSource(image));
    const { inode } = lookup(fs, '/LARGE')!;
    expect([...fs.runs(inode)].length).toBeGreaterThan(20);
    expect(Buffer.from(fs.read(inode, 0, 400_000)).equals(content)).toBe(true);
    for (const at of [0, 5119, 5120, 6143, 6144, 100_001, 399_990]) expect(Buffer.from(fs.read(inode, at, 3000))).toEqual(content.subarray(at, at + 3000));
    compareClusters(fs, image);
  });

  it('reads a full volume', () => {
    const image = join(folder, 'full.img');
    makeVolume(image, { name: 'full', sizeMib: 1, bits: 12, arguments: ['-s', '1'] });
    const free = Number(/([\d\s]+) bytes free/.exec(tool('mdir', '-i', image, '::/'))?.[1]?.replaceAll(/\s/g, ''));
    writeFileSync(join(folder, 'all'), Buffer.alloc(free, 0x5a));
    tool('mcopy', '-i', image, join(folder, 'all'), '::/ALL');
    const fs = openVfat(openFileSource(image));
    expect(Buffer.from(fs.read(lookup(fs, '/ALL')!.inode, 0, free + 1)).equals(Buffer.alloc(free, 0x5a))).toBe(true);
    expect(() => tool('mcopy', '-i', image, join(folder, 'all'), '::/MORE')).toThrow();
  });

  it('reads a directory of many clusters', () => {
    const image = join(folder, 'many.img');
    makeVolume(image, { name: 'many', sizeMib: 10, bits: 16 });
    mkdirSync(join(folder, 'many'));
    const names = Array.from({ length: 700 }, (_, index) => `a long enough name with number ${index}.conf`);
    for (const name of names) writeFileSync(join(folder, 'many', name), name);
    tool('mcopy', '-s', '-i', image, join(folder, 'many'), '::/');
    const fs = openVfat(openFileSource(image));
    expect([...fs.list(lookup(fs, '/many')!.inode)].map(({ name }) => name).sort()).toEqual(names.sort());
    expect(lookup(fs, '/many')!.size).toBeGreaterThan(60_000);
  });

  it.each([
    ['two chains that meet', ({ fats, a, b }: Places) => fats.map((fat) => [fat + b * 2, a + 1]), /share clusters/, /belongs to .* as well/],
    ['a chain in a loop', ({ fats, a }: Places) => fats.map((fat) => [fat + (a + 1) * 2, a]), /Circular cluster chain/, /no loop/],
    ['a chain that is too short', ({ fats, a }: Places) => fats.map((fat) => [fat + a * 2, 0xffff]), /cluster chain length is 512/, /found end of chain/],
    [
      'a chain that is too long',
      ({ fats, a }: Places) =>
        fats.flatMap((fat) => [
          [fat + (a + 1) * 2, 900],
          [fat + 1800, 0xffff],
        ]),
      /cluster chain length is >/,
      /end of chain after 2 clusters/,
    ],
    ['a free cluster', ({ fats, a }: Places) => fats.map((fat) => [fat + a * 2, 0]), /free cluster|length is/, /found free/],
    ['a bad cluster', ({ fats, a }: Places) => fats.map((fat) => [fat + a * 2, 0xfff7]), /bad cluster|length is/, /found bad/],
    ['a cluster out of range', ({ fats, a }: Places) => fats.map((fat) => [fat + a * 2, 0xffee]), /out of range/, /found reserved/],
    ['FATs that differ', ({ fats, a }: Places) => [[fats[1]! + a * 2, 0]], /FATs differ/, /^FAT 1, entry/],
    ['a first cluster out of range', ({ root }: Places) => [[root + 26, 0xffee]], /Start cluster beyond limit/, /DIR_FstClus/],
    ['two entries of one name', ({ root }: Places) => [[root + 32, 0x2041]], /Duplicate directory entry/, /each name once/],
    ['a name with a bad character', ({ root }: Places) => [[root, 0x203f]], /Bad short file name/, /DIR_Name/],
  ] as const)('finds %s, as fsck.vfat does', (_, damage, theirs, ours) => {
    const image = join(folder, 'damaged.img');
    const places = makeTwoFiles(image);
    expect(check(image)).not.toMatch(theirs);
    expect(errorsOf(image)).toEqual([]);
    for (const [offset, value] of damage(places)) patch(image, offset!, value!);
    expect(check(image)).toMatch(theirs);
    expect(errorsOf(image)).toContainEqual(expect.stringMatching(ours));
  });

  it('is not clean where fsck.vfat says that the volume was not unmounted', () => {
    const image = join(folder, 'dirty.img');
    makeTwoFiles(image);
    expect([check(image), openVfat(openFileSource(image)).info.clean]).toEqual([expect.not.stringMatching(/Dirty bit is set/), true]);
    patch(image, 36, 0x0180);
    expect([check(image), openVfat(openFileSource(image)).info.clean]).toEqual([expect.stringMatching(/Dirty bit is set/), false]);
  });
});

/** Offsets of the FATs and of the root directory, first clusters of /A and /B. */
interface Places {
  readonly fats: readonly number[];
  readonly root: number;
  readonly a: number;
  readonly b: number;
}

/** A volume whose clusters have 512 bytes, with the files A and B of two clusters each. */
function makeTwoFiles(image: string): Places {
  makeVolume(image, { name: 'damaged', sizeMib: 10, bits: 16, arguments: ['-s', '1'] });
  const file = `${image}.file`;
  writeFileSync(file, Buffer.alloc(1024));
  for (const name of ['A', 'B']) tool('mcopy', '-i', image, file, `::/${name}`);
  const fs = openVfat(openFileSource(image));
  const start = (what: string): number => Array.from({ length: 400 }, (_, sector) => sector * 512).find((offset) => fs.metadataAt(offset) === what)!;
  const [a, b] = ['/A', '/B'].map((path) => clustersShown(image, path)[0]!);
  return { fats: [start('FAT 0'), start('FAT 1')], root: start('root directory'), a: a!, b: b! };
}

/** What is wrong with the volume, and with each file on it. */
function errorsOf(image: string): string[] {
  const messages: string[] = [];
  const note = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      messages.push((error as Error).message);
    }
  };
  note(() => {
    const fs = openVfat(openFileSource(image));
    for (const { stat, error } of walk(fs)) {
      if (error !== undefined) messages.push(error.message);
      if (stat?.type === 'file') note(() => fs.read(stat.inode, 0, 1));
    }
  });
  return messages;
}

/** Nested directories; names that are short, long, in every case, and beyond ASCII; sizes around those of clusters. */
function buildTree(tree: string): void {
  const files: Record<string, number> = {
    'EFI/BOOT/BOOTX64.EFI': 700_001,
    'EFI/BOOT/grubx64.efi': 40_000,
    'EFI/BOOT/.bottlerocket.efi.hmac': 65,
    'EFI/BOOT/db.crt': 1,
    'EFI/Linux/bottlerocket-aws-dev-x86_64-1.0.0+uki.efi': 100_000,
    'loader/loader.conf': 512,
    'loader/entries.d/a b c.conf': 511,
    'loader/entries.d/UPPER.lower': 513,
    'loader/entries.d/lower.UPPER': 2048,
    'deep/1/2/3/4/5/6/7/8/9/end': 4096,
    'empty.file': 0,
    'names/grüße an alle.txt': 10,
    'names/日本語の名前.bin': 20,
    [`names/${'n'.repeat(200)}.long`]: 4097,
    'names/thirteen char': 16_384,
    'names/twenty-six characters long': 16_385,
    'names/many.dots.in.it.tar.gz': 33,
    'names/+,;=[].x': 34,
    'names/~1': 35,
  };
  for (const [path, size] of Object.entries(files)) {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + size) ^ (index >> 8))));
    utimesSync(join(tree, path), MTIME, MTIME);
    chmodSync(join(tree, path), 0o644);
  }
}

function makeVolume(image: string, recipe: Recipe): void {
  writeFileSync(image, '');
  truncateSync(image, recipe.sizeMib * MIB);
  tool('mkfs.vfat', ...(recipe.arguments ?? []), image);
}

function fillVolume(image: string, tree: string): void {
  tool('mcopy', '-s', '-m', '-i', image, ...readdirSync(tree).map((name) => join(tree, name)), '::/');
  tool('mattrib', '-i', image, '+r', '+h', '+s', '::/EFI/BOOT/BOOTX64.EFI');
}

function compareTree(fs: FileSystem, tree: string): void {
  const found = [...walk(fs)].filter(({ path }) => path !== '/');
  const expected = readdirSync(tree, { recursive: true, encoding: 'utf8' }).map((path) => `/${path}`);
  expect(found.map(({ path }) => path).sort()).toEqual(expected.sort());
  for (const { path, stat, error } of found) {
    expect(error).toBeUndefined();
    const original = statSync(join(tree, path));
    expect([path, stat?.type]).toEqual([path, original.isDirectory() ? 'directory' : 'file']);
    if (stat?.type !== 'file') continue;
    expect([path, stat.mtime]).toEqual([path, BigInt(MTIME) * 1_000_000_000n]);
    expect(Buffer.from(fs.read(stat.inode, 0, stat.size + 1)).equals(readFileSync(join(tree, path))), path).toBe(true);
  }
}

function identityOf(image: string): { uuid: string; label: string } {
  const output = tool('blkid', '-p', '-o', 'export', image);
  return { uuid: /^UUID=(.*)$/m.exec(output)?.[1] ?? '', label: /^LABEL=(.*)$/m.exec(output)?.[1] ?? '' };
}

interface CheckedGeometry {
  readonly bits: number;
  readonly clusterSize: number;
  readonly fatOffset: number;
  readonly dataOffset: number;
  readonly length: number;
}

function geometryOf(fs: FileSystem): CheckedGeometry {
  const kinds = Array.from({ length: Math.min(fs.info.length, 4 * MIB) / 512 }, (_, sector) => fs.metadataAt(sector * 512));
  return {
    bits: Number(fs.info.features[0]?.slice(3)),
    clusterSize: fs.info.blockSize,
    fatOffset: kinds.indexOf('FAT 0') * 512,
    dataOffset: (kinds.findLastIndex((kind) => kind !== undefined) + 1) * 512,
    length: fs.info.length,
  };
}

function checkedGeometry(image: string, recipe: Recipe): CheckedGeometry {
  const output = recipe.arguments?.includes('-f') && recipe.arguments.includes('3') ? undefined : check(image);
  if (output === undefined) return geometryOfBootSector(image, recipe); // fsck.vfat knows one or two FATs only
  const number = (pattern: RegExp): number => Number(pattern.exec(output)?.[1]);
  const geometry = {
    bits: number(/FATs, (\d+) bit entries/),
    clusterSize: number(/(\d+) bytes per cluster/),
    fatOffset: number(/First FAT starts at byte (\d+)/),
    dataOffset: number(/Data area starts at byte (\d+)/),
    length: number(/(\d+) sectors total/) * number(/(\d+) bytes per logical sector/),
  };
  expect(geometry.bits).toBe(recipe.bits);
  return geometry;
}

function geometryOfBootSector(image: string, { bits }: Recipe): CheckedGeometry {
  const boot = readFileSync(image).subarray(0, 512);
  const [sector, reserved, fats, root, fat] = [boot.readUInt16LE(11), boot.readUInt16LE(14), boot[16]!, boot.readUInt16LE(17), boot.readUInt16LE(22)];
  const sectors = boot.readUInt16LE(19) || boot.readUInt32LE(32);
  return {
    bits,
    clusterSize: sector * boot[13]!,
    fatOffset: reserved * sector,
    dataOffset: (reserved + fats * fat) * sector + root * 32,
    length: sectors * sector,
  };
}

/** Output of fsck.vfat, which fails when it would have to repair something. */
function check(image: string): string {
  const { stdout, stderr } = spawnSync(toolPath('fsck.vfat') ?? 'fsck.vfat', ['-n', '-v', image], { encoding: 'utf8', env: ENVIRONMENT, timeout: 60_000 });
  return stdout + stderr;
}

function namesOf(fs: FileSystem): string[] {
  return [...walk(fs)].filter(({ path }) => path !== '/').map(({ path, stat }) => (stat?.type === 'directory' ? `${path}/` : path));
}

/** `mdir -b` gives one path a line, directories with a slash behind. */
function mtoolsNames(image: string): string[] {
  return tool('mdir', '-/', '-a', '-b', '-i', image, '::/')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^::/, ''));
}

function compareClusters(fs: FileSystem, image: string): void {
  const { clusterSize, dataOffset } = geometryOf(fs);
  for (const { path, stat } of walk(fs)) {
    if (stat?.type !== 'file') continue;
    const clusters = [...fs.runs(stat.inode)].flatMap(({ sourceOffset, length }) =>
      Array.from({ length: Math.ceil(length / clusterSize) }, (_, index) => 2 + (sourceOffset! - dataOffset) / clusterSize + index),
    );
    expect([path, clusters]).toEqual([path, clustersShown(image, path)]);
  }
}

/** mshowfat prints `::/path <3-5> <9>`. */
function clustersShown(image: string, path: string): number[] {
  return [...tool('mshowfat', '-i', image, `::${path.replaceAll(/[[\]]/g, '?')}`).matchAll(/<(\d+)(?:-(\d+))?>/g)].flatMap(([, first, last]) =>
    Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, index) => Number(first) + index),
  );
}

function patch(image: string, offset: number, value: number): void {
  const file = openSync(image, 'r+');
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  writeSync(file, bytes, 0, 2, offset);
  closeSync(file);
}

function tool(command: string, ...options: string[]): string {
  return execFileSync(toolPath(command) ?? command, options, {
    encoding: 'utf8',
    env: ENVIRONMENT,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * MIB,
    timeout: 60_000,
  });
}
