import { collectFacts } from '@staticfire/scan';
import { describeOracle, labImage, type SquashfsCompressor, squashfsTwinImage, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';

const TOOLS = toolsFor('mke2fs', 'resize2fs', 'sgdisk', 'veritysetup', 'mkfs.vfat', 'mcopy', 'mkfs.erofs', 'mksquashfs', 'fakeroot', 'setfattr', 'secilc');
const tool = { name: 'staticfire', version: '0.0.0' };
const COMPRESSORS: readonly SquashfsCompressor[] = ['zstd', 'xz'];

/** What the filesystem is, its hash tree, and grub.cfg, which has the root hash and is signed anew. */
const MAY_DIFFER = [
  /^root\.filesystem\.value\.(type|blockSize|length|uuid|features\.\d+)$/,
  /^verity\.(table|superblock|tree)\.value\.(sectors|dataBlocks|rootHash)$/,
  /^identity\.guids\.value\.(rows\.13|rootFilesystem)$/,
  /^boot\.files\.value\.files\.\d+\.sha256$/,
  /^boot\.loader\.value\.(variables\.\d+\.value|entries\.\d+\.commandLine)$/,
  /^(boot\.cmdline|cmdline\.effective)\.value\.(text|effective|parameters\.\d+\.value)$/,
  /^boot\.chain\.value\.links\.\d+\.(sha256|handsOn|trusts\.0\.name)$/,
  /^[\w.-]+\.sources\.\d+ BOOT \/grub\/grub\.cfg\.sha256$/,
  /^[\w.-]+\.sources\.\d+ HASH\.sha256$/,
  /^verity\.(tree|chain)\.sources\.\d+ ROOT\.length$/,
];

describeOracle('a ROOT on squashfs', TOOLS, () => {
  describe.each(COMPRESSORS)('in %s', (compressor) => {
    it('has the facts of its EROFS twin, but for those of the filesystem itself', async () => {
      const [original, twin] = [await labImage('demo-2026'), await squashfsTwinImage('demo-2026', compressor)];
      const [erofs, squashfs] = [await collectFacts({ path: original, tool }), await collectFacts({ path: twin, tool })];
      const found = differences(erofs.body.facts, squashfs.body.facts);
      expect(found.length).toBeGreaterThan(10);
      expect(found.filter((path) => !MAY_DIFFER.some((pattern) => pattern.test(path)))).toEqual([]);
      expect(squashfs.body.facts.filter(({ state }) => state === 'unreadable')).toEqual([]);
      expect(squashfs.body.facts.find(({ name }) => name === 'root.filesystem')).toMatchObject({ value: { type: 'squashfs', clean: true } });
    }, 120_000);
  });
});

type Facts = Awaited<ReturnType<typeof collectFacts>>['body']['facts'];

function differences(ours: Facts, theirs: Facts): string[] {
  expect(theirs.map(({ name }) => name)).toEqual(ours.map(({ name }) => name));
  return ours.flatMap((fact, index) => differingPaths(fact, theirs[index], fact.name));
}

/** Members that are not the same, by their path; a source is named by its partition and file. */
function differingPaths(a: unknown, b: unknown, path: string): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (!isObject(a) || !isObject(b)) return [path];
  const place = /\.sources\.\d+$/.test(path) ? ['', a['partition'], a['path']].filter((part) => part !== undefined).join(' ') : '';
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => differingPaths(a[key], b[key], `${path}${place}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
