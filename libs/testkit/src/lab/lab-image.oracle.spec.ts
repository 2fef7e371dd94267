import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { buildImage } from './build-image.ts';
import { compressImage, demoArchive } from './demo-archive.ts';
import { digestFile } from './digest.ts';
import { extractPartition } from './extract-partition.ts';
import { labImage, recipeNamed } from './lab-image.ts';
import { runTool } from './run-tool.ts';

const TOOLS = toolsFor(
  'mke2fs',
  'debugfs',
  'resize2fs',
  'e2fsck',
  'veritysetup',
  'sgdisk',
  'mkfs.vfat',
  'fsck.vfat',
  'mcopy',
  'mmd',
  'gzip',
  'grub-script-check',
);
const MINUTES = 60_000;

// `large` downloads Debian packages: checked when STATICFIRE_LARGE is set.
const NAMES = process.env['STATICFIRE_LARGE'] === undefined ? ['demo', 'k8s-1.26'] : ['demo', 'k8s-1.26', 'large'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-spec-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeOracle('lab images', TOOLS, () => {
  describe.each(NAMES)('%s', (name) => {
    test(
      'sgdisk finds no problem',
      async () => {
        const { stdout } = await runTool('sgdisk', ['-v', await labImage(name)]);
        expect(stdout).toContain('No problems found');
      },
      5 * MINUTES,
    );

    test.each(['BOOT-A', 'ROOT-A', 'PRIVATE'] as const)(
      'e2fsck finds %s clean',
      async (key) => {
        const path = await part(name, key);
        await expect(runTool('e2fsck', ['-fn', path])).resolves.toMatchObject({ exitCode: 0 });
      },
      5 * MINUTES,
    );

    test('fsck.vfat finds the ESP clean', async () => {
      await expect(runTool('fsck.vfat', ['-n', await part(name, 'EFI-A')])).resolves.toMatchObject({ exitCode: 0 });
    });

    test('grub.cfg is GRUB script', async () => {
      await expect(runTool('grub-script-check', [], { input: `${await grubConfig(name)}\n` })).resolves.toMatchObject({ exitCode: 0 });
    });

    test(
      'veritysetup verifies ROOT against the root hash of grub.cfg',
      async () => {
        const rootHash = / sha256 ([0-9a-f]{64}) /.exec(await grubConfig(name))?.[1] ?? '';
        await expect(runTool('veritysetup', ['verify', await part(name, 'ROOT-A'), await part(name, 'HASH-A'), rootHash])).resolves.toMatchObject({
          exitCode: 0,
        });
      },
      5 * MINUTES,
    );
  });

  test(
    'two builds from nothing are the same, byte for byte, and the committed demo image is that',
    async () => {
      const digests = [await buildFresh('one'), await buildFresh('two')];
      await compressImage(join(folder, 'one'), join(folder, 'one.gz'));
      expect(digests[0]).toBe(digests[1]);
      expect((await readFile(join(folder, 'one.gz'))).equals(await readFile(demoArchive))).toBe(true);
    },
    5 * MINUTES,
  );
});

async function buildFresh(name: string): Promise<string> {
  await buildImage(recipeNamed('demo'), join(folder, name), join(folder, `${name}-parts`));
  return digestFile(join(folder, name));
}

async function part(name: string, key: Parameters<typeof extractPartition>[2]): Promise<string> {
  return extractPartition(await labImage(name), recipeNamed(name).partitions, key, join(folder, `${name}-${key}`));
}

async function grubConfig(name: string): Promise<string> {
  const { stdout } = await runTool('debugfs', ['-R', 'cat /grub/grub.cfg', await part(name, 'BOOT-A')]);
  return stdout;
}
