import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BlockSource, memorySource } from '../../block-source/index.ts';
import { compareAttributes, compareTree, digest, toBytes } from '../../filesystem/fixtures/compare-with-tree.ts';
import { runTool } from '../../filesystem/fixtures/run-tool.ts';
import { type Attributes, buildSampleTree } from '../../filesystem/fixtures/sample-tree.ts';
import { type FileSystem, lookup, walk } from '../../filesystem/index.ts';
import { isErofs, openErofs, readErofsSuperBlock } from './index.ts';

const UUID = '11111111-2222-3333-4444-555555555555';
const TIME = 1_700_000_000;

interface Recipe {
  readonly name: string;
  readonly arguments: readonly string[];
  /** Every time is the image's. */
  readonly oneTime?: boolean;
  readonly noAttributes?: boolean;
  readonly labelled?: boolean;
}

const recipe = (...args: readonly string[]): Recipe => ({ name: args.length === 0 ? 'defaults' : args.join(' '), arguments: args });

const DEBIAN_RECIPES: readonly Recipe[] = [
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
  recipe('-zlz4', '-Eztailpacking'),
  recipe('-zlz4hc,9', '-C65536', '-Eztailpacking', '-Elegacy-compress'),
  { ...recipe('-zlz4hc,12', '-C262144', '--all-root', `-T${TIME}`), name: 'Bottlerocket ROOT', oneTime: true, labelled: true },
];

/** What Debian 12's erofs-utils lack: run instead when newer ones come first in the PATH (fixtures/README.md says which). */
const NEWER_RECIPES: readonly Recipe[] = [
  recipe('-zlzma', '-C65536'),
  recipe('-zlzma,level=9,dictsize=1048576', '-C1048576'),
  recipe('-zdeflate,9', '-C16384'),
  recipe('-zzstd,level=9', '-C65536', '-Eztailpacking'),
  recipe('-zlz4hc', '-C16384', '-Efragments'),
  recipe('-zlz4hc', '-C16384', '-Efragments,ztailpacking,dedupe'),
  recipe('-zlz4', '-Ededupe'),
  recipe('-zzstd', '-C16384', '-Eall-fragments,dedupe'),
  recipe('-zlzma', '-C65536', '-Eall-fragments'),
  recipe('-zlzma', '-C16384', '-Ededupe,fragments,legacy-compress'),
  recipe('-zdeflate', '-C65536', '-Eall-fragments', '--xattr-prefix=user.num', '--xattr-prefix=trusted.'),
];
const HAS_NEWER_TOOLS = toolPath('mkfs.erofs') !== undefined && runTool('mkfs.erofs', ['--help']).includes('zstd');
/** The feature that dump.erofs 1.5 has no word for. */
const UNKNOWN_WORD = HAS_NEWER_TOOLS ? undefined : 'ztailpacking';
const RECIPES = HAS_NEWER_TOOLS ? NEWER_RECIPES : DEBIAN_RECIPES;

describeOracle('EROFS against erofs-utils', toolsFor('mkfs.erofs', 'dump.erofs', 'fsck.erofs', 'setfattr'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'erofs-oracle-'));
  const tree = join(folder, 'tree');
  const contexts = join(folder, 'file_contexts');
  let attributes: Attributes;
  beforeAll(() => {
    attributes = buildSampleTree(tree);
    writeFileSync(contexts, '/.* system_u:object_r:os_t:s0\n/many(/.*)? system_u:object_r:many_t:s0\n/link-31 -l system_u:object_r:link_t:s0\n');
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe.each(RECIPES)('$name', (one) => {
    const image = join(folder, `${RECIPES.indexOf(one)}.img`);
    let source: BlockSource;
    let fs: FileSystem;
    beforeAll(() => {
      const labels = one.labelled === true ? [`--file-contexts=${contexts}`] : [];
      runTool('mkfs.erofs', ['--quiet', `-U${UUID}`, ...one.arguments, ...labels, image, tree]);
      source = memorySource(readFileSync(image));
      expect(isErofs(source)).toBe(true);
      fs = openErofs(source);
    }, 60_000);
    afterAll(() => rmSync(image, { force: true }));

    it('describes itself as dump.erofs does', () => expect(describeSelf(source, fs)).toEqual(headerOf(runTool('dump.erofs', ['-s', image]))));
    it('has the tree it was made from', () => compareTree(fs, tree, compareOptions(one, source)), 60_000);
    it(
      'has the attributes that were set',
      () => compareAttributes(fs, one.noAttributes === true ? new Map() : attributes, one.labelled === true ? labelOf : undefined),
      60_000,
    );
    it('places inodes and extents as dump.erofs does', () => compareDumps(fs, image, one), 60_000);
  });

  it('reads what fsck.erofs extracts', () => {
    const image = join(folder, 'extract.img');
    const out = join(folder, 'extracted');
    runTool('mkfs.erofs', ['--quiet', '-zlz4hc,12', '-C262144', image, tree]);
    runTool('fsck.erofs', [`--extract=${out}`, image]);
    const fs = openErofs(memorySource(readFileSync(image)));
    for (const { path, stat } of walk(fs)) {
      if (stat?.type === 'file') expect(digest(fs.read(stat.inode, 0, stat.size)), path).toBe(digest(readFileSync(toBytes(out, path))));
    }
  }, 60_000);

  it.skipIf(HAS_NEWER_TOOLS)('says that it does not read several devices', () => {
    const image = join(folder, 'devices.img');
    runTool('mkfs.erofs', ['--quiet', '--chunksize=4096', `--blobdev=${join(folder, 'blob.img')}`, image, join(tree, 'sizes')]);
    expect(() => openErofs(memorySource(readFileSync(image)))).toThrow(
      expect.objectContaining({ kind: 'unsupported', message: expect.stringContaining('device_table') }),
    );
  });
});

function describeSelf(source: BlockSource, fs: FileSystem): Record<string, unknown> {
  const { buildTime, inodeCount, blocks, features, metaBlock, xattrBlock } = readErofsSuperBlock(source);
  expect(fs.info.features).toEqual(features);
  return {
    ...{
      blocks,
      metaBlock,
      xattrBlock,
      inodeCount: Number(inodeCount),
      features: features.filter((word) => word !== UNKNOWN_WORD).join(' '),
      uuid: fs.info.uuid,
      rootNid: fs.rootInode,
    },
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
    features: get('features').replace('compr_cfgs ', '').replace('fragments dedupe', 'fragments'),
    uuid: get('UUID'),
    rootNid: Number(get('root nid')),
    created: Date.parse(`${get('created')} UTC`) / 1000,
  };
}

function compareOptions({ oneTime, arguments: args }: Recipe, source: BlockSource) {
  const time = imageTime(source);
  return { allRoot: args.includes('--all-root'), ...(oneTime === true ? { mtime: () => time } : {}) };
}

function imageTime(source: BlockSource): bigint {
  const { buildTime, buildTimeNanoseconds } = readErofsSuperBlock(source);
  return buildTime * 1_000_000_000n + BigInt(buildTimeNanoseconds);
}

function labelOf(path: string): { 'security.selinux': string } {
  const type = path === '/link-31' ? 'link_t' : path === '/many' || path.startsWith('/many/') ? 'many_t' : 'os_t';
  return { 'security.selinux': Buffer.from(`system_u:object_r:${type}:s0`).toString('hex') };
}

const DUMPED = ['/large', '/same', '/mixed', '/sizes/text-65537', '/sizes/noise-131073', '/sizes/zeros-300001', '/only-hole', '/many'];

/** What is inline or in the packed inode has a place of another kind. */
function compareDumps(fs: FileSystem, image: string, { arguments: args }: Recipe): void {
  const isInBlocks = !args.some((argument) => /ztailpacking|fragments|dedupe/.test(argument));
  for (const path of DUMPED) {
    const text = runTool('dump.erofs', ['-e', `--path=${path}`, image]);
    const { inode, size, uid, gid, links } = lookup(fs, path)!;
    const [, nid, linksText] = text.match(/NID: (\d+) +Links: (\d+)/)!;
    const [, uidText, gidText] = text.match(/Uid: (\d+) +Gid: (\d+)/)!;
    expect([nid, linksText, uidText, gidText].map(Number), path).toEqual([inode, links, uid, gid]);
    expect(Number(text.match(/Size: (\d+)/)![1]), path).toBe(size);
    if (isInBlocks && /Layout: [13] /.test(text)) expect(extentLines(fs, inode), path).toEqual(extentLinesOf(text));
  }
}

function extentLines(fs: FileSystem, inode: number): string[] {
  return [...fs.runs(inode)].map(({ fileOffset, length, sourceOffset, sourceLength }) => `${fileOffset} ${length} ${sourceOffset} ${sourceLength}`);
}

function extentLinesOf(text: string): string[] {
  return [...text.matchAll(/^ *\d+: +(\d+)\.\. *\d+ \| +(\d+) : +(\d+)\.\. *\d+ \| +(\d+)/gm)].map(([, ...numbers]) => numbers.join(' '));
}
