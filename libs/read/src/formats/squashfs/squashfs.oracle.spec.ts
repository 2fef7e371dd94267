import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySource } from '../../block-source/index.ts';
import { encodeFileName } from '../../bytes/index.ts';
import { compareAttributes, compareTree } from '../../filesystem/fixtures/compare-with-tree.ts';
import { runTool } from '../../filesystem/fixtures/run-tool.ts';
import { type Attributes, buildSampleTree } from '../../filesystem/fixtures/sample-tree.ts';
import { type FileStat, type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { isSquashfs, openSquashfs, readSquashfsSuperBlock } from './index.ts';

const IS_ROOT = process.getuid?.() === 0;
const TIME = 1_700_000_000;
const NANOSECONDS = 1_000_000_000n;
const KEPT_PREFIX = /^(user|trusted|security)\./;

interface Recipe {
  readonly name: string;
  readonly arguments: readonly string[];
}

const recipe = (...args: readonly string[]): Recipe => ({ name: args.join(' '), arguments: args });

const RECIPES: readonly Recipe[] = [
  recipe('-comp', 'gzip'),
  recipe('-comp', 'gzip', '-b', '4K', '-Xcompression-level', '1'),
  recipe('-comp', 'gzip', '-Xstrategy', 'huffman_only,fixed', '-Xwindow-size', '9'),
  recipe('-comp', 'xz'),
  recipe('-comp', 'xz', '-b', '1M', '-Xbcj', 'x86', '-Xdict-size', '100%'),
  recipe('-comp', 'xz', '-b', '8K', '-Xbcj', 'x86,arm,armthumb,powerpc,sparc,ia64'),
  recipe('-comp', 'lz4'),
  recipe('-comp', 'lz4', '-Xhc', '-b', '64K'),
  recipe('-comp', 'lz4', '-b', '1M', '-no-fragments'),
  recipe('-comp', 'zstd'),
  recipe('-comp', 'zstd', '-Xcompression-level', '3', '-b', '1M'),
  recipe('-comp', 'zstd', '-b', '16K', '-always-use-fragments'),
  recipe('-comp', 'zstd', '-tailends', '-no-exports'),
  recipe('-comp', 'zstd', '-noI', '-noD', '-noF', '-noX'),
  recipe('-comp', 'gzip', '-noI', '-noId'),
  recipe('-comp', 'gzip', '-noD', '-b', '4K'),
  recipe('-comp', 'zstd', '-no-sparse', '-no-duplicates', '-nopad'),
  recipe('-comp', 'lz4', '-no-xattrs'),
  recipe('-comp', 'zstd', '-all-root', '-all-time', `${TIME}`, '-mkfs-time', `${TIME}`),
];

describeOracle('squashfs against squashfs-tools', toolsFor('mksquashfs', 'unsquashfs', 'setfattr', 'getfattr'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'squashfs-oracle-'));
  const tree = join(folder, 'tree');
  let attributes: Attributes;
  beforeAll(() => {
    attributes = kept(buildSampleTree(tree));
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const make = (name: string, args: readonly string[]): string => {
    const image = join(folder, `${name}.img`);
    runTool('mksquashfs', [tree, image, '-quiet', '-no-progress', '-noappend', '-no-recovery', ...args]);
    return image;
  };

  describe.each(RECIPES)('$name', (one) => {
    let image: string;
    let fs: FileSystem;
    beforeAll(() => {
      image = make(`${RECIPES.indexOf(one)}`, one.arguments);
      const source = memorySource(readFileSync(image));
      expect(isSquashfs(source)).toBe(true);
      fs = openSquashfs(source);
    }, 60_000);
    afterAll(() => rmSync(image, { force: true }));

    it('describes itself as unsquashfs does', () => expect(describeSelf(image)).toEqual(headerOf(runTool('unsquashfs', ['-s', image]))));
    it('has the tree it was made from', () => compareTree(fs, tree, compareOptions(one)), 60_000);
    it('reads the last of many blocks first', () => expect([...fs.read(lookup(fs, '/same')!.inode, 8_999_990, 100)]).toEqual(Array(10).fill(0xff)));
    it('has the attributes that were set', () => compareAttributes(fs, one.arguments.includes('-no-xattrs') ? new Map() : attributes), 60_000);
    it(
      'lists what unsquashfs lists',
      () => expect(listing(fs).sort()).toEqual(listingOf(runTool('unsquashfs', ['-UTC', '-lln', '-d', '', image])).sort()),
      60_000,
    );
    it('has every byte of the image in one place at most', () => checkPlaces(fs), 60_000);
  });

  describe.each(['gzip', 'xz', 'lz4', 'zstd'])('what unsquashfs extracts from %s', (compressor) => {
    it.runIf(IS_ROOT)(
      'is what is read',
      () => {
        const image = make(`extract-${compressor}`, ['-comp', compressor, '-b', '32K']);
        const out = join(folder, `extracted-${compressor}`);
        runTool('unsquashfs', ['-quiet', '-no-progress', '-d', out, image]);
        const fs = openSquashfs(memorySource(readFileSync(image)));
        compareTree(fs, out, { mtime: (time) => (time / NANOSECONDS) * NANOSECONDS });
        compareAttributes(fs, extractedAttributes(out));
        rmSync(out, { recursive: true });
      },
      60_000,
    );
  });

  it.each(['lzo', 'lzma'])('says that it does not read %s', (compressor) => {
    const image = make(compressor, ['-comp', compressor]);
    expect(() => openSquashfs(memorySource(readFileSync(image)))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining(compressor) }),
    );
  });
});

/** The format keeps whole seconds, 32 bits of them. */
function compareOptions({ arguments: args }: Recipe) {
  const time = BigInt(TIME) * NANOSECONDS;
  if (args.includes('-all-time')) return { allRoot: args.includes('-all-root'), mtime: () => time };
  return { mtime: (original: bigint) => BigInt.asUintN(32, original / NANOSECONDS) * NANOSECONDS };
}

/** ACLs are not kept. */
function kept(attributes: Attributes): Attributes {
  const filtered = [...attributes].map(
    ([path, values]) => [path, Object.fromEntries(Object.entries(values).filter(([name]) => KEPT_PREFIX.test(name)))] as const,
  );
  return new Map(filtered);
}

function extractedAttributes(out: string): Attributes {
  const found = new Map<string, Record<string, string>>();
  const text = runTool('getfattr', ['-R', '-P', '-h', '-d', '-m', '^(user|trusted|security)\\.', '-e', 'hex', '--absolute-names', out]);
  for (const block of text.split('\n\n')) {
    const path = block.match(/^# file: (.*)$/m)?.[1];
    if (path === undefined) continue;
    found.set(path.slice(out.length), Object.fromEntries([...block.matchAll(/^([^#=]+)=(?:0x)?(.*)$/gm)].map(([, name, value]) => [name!, value!])));
  }
  return found;
}

function describeSelf(image: string): Record<string, unknown> {
  const { inodeCount, blockSize, compressor, fragmentCount, idCount, length, buildTime } = readSquashfsSuperBlock(memorySource(readFileSync(image)));
  return { inodeCount, blockSize, compressor: compressor.name, fragmentCount, idCount, length, buildTime };
}

function headerOf(text: string): Record<string, unknown> {
  const get = (pattern: RegExp): string => text.match(pattern)![1]!;
  return {
    inodeCount: Number(get(/^Number of inodes (\d+)$/m)),
    blockSize: Number(get(/^Block size (\d+)$/m)),
    compressor: get(/^Compression (\w+)$/m),
    fragmentCount: Number(get(/^Number of fragments (\d+)$/m)),
    idCount: Number(get(/^Number of ids (\d+)$/m)),
    length: Number(get(/^Filesystem size (\d+) bytes/m)),
    buildTime: Date.parse(`${get(/^Creation or last append time (.*)$/m)} UTC`) / 1000,
  };
}

/** `-rw-r--r-- 0/0 5 2023-11-14 22:13 /path`, as unsquashfs -lln has it. */
function listing(fs: FileSystem): string[] {
  return [...walk(fs)].map(({ path, stat }) => {
    const name = Buffer.from(encodeFileName(path === '/' ? '' : path)).toString('latin1');
    const target = stat!.type === 'symlink' ? ` -> ${fs.readLink(stat!.inode)}` : '';
    return `${stat!.uid}/${stat!.gid} ${sizeText(fs, stat!)} ${new Date(Number(stat!.mtime / 1_000_000n)).toISOString().slice(0, 16).replace('T', ' ')} ${name}${target}`;
  });
}

function sizeText(fs: FileSystem, { type, size, device, inode }: FileStat): string {
  if (device !== undefined) return listedDevice(device);
  if (type === 'directory') return `${size}`;
  return `${type === 'symlink' ? fs.readLink(inode).length : size}`;
}

/** unsquashfs shows the low byte of the stored number, and what is above it: the high bits of a minor number end up before the comma. */
function listedDevice({ major, minor }: { major: number; minor: number }): string {
  return `${major + (minor >>> 8) * 2 ** 12},${minor & 0xff}`;
}

function listingOf(text: string): string[] {
  return [...text.matchAll(/^[-dlcbps][-rwxsStT]{9} (\d+\/\d+) +(\d+(?:, *\d+)?) (\d{4}-\d\d-\d\d \d\d:\d\d) ?(.*)$/gm)].map(
    ([, owner, size, time, rest]) => `${owner} ${size!.replace(/, */, ',')} ${time} ${rest}`,
  );
}

/** Data lies where no metadata does, and two different blocks do not overlap. */
function checkPlaces(fs: FileSystem): void {
  const blocks = new Map<number, number>();
  for (const { stat } of walk(fs)) {
    if (stat?.type !== 'file') continue;
    for (const { sourceOffset, sourceLength } of fs.runs(stat.inode)) {
      if (sourceOffset === undefined) continue;
      expect(fs.metadataAt(sourceOffset)).toBeUndefined();
      if (sourceLength === undefined) continue;
      expect(blocks.get(sourceOffset) ?? sourceLength).toBe(sourceLength);
      blocks.set(sourceOffset, sourceLength);
    }
  }
  const sorted = [...blocks].sort(([a], [b]) => a - b);
  for (const [index, [start, length]] of sorted.entries()) expect(start + length).toBeLessThanOrEqual(sorted[index + 1]?.[0] ?? fs.info.length);
}
