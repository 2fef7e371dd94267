import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { growthImage, manyFilesImage, sparseImage } from './growth-image.ts';
import { LAB_TOOLS } from './lab/build-image.ts';
import { runTool } from './lab/run-tool.ts';
import { describeOracle } from './oracle.ts';
import { toolsFor } from './oracle-tools.ts';

const MIB = 1024 * 1024;

it.each([0.25, 1, 8])('a disk of %d GiB is full, and its root is like that of any other', (gib) => {
  const { partitions } = sparseImage(gib);
  const last = partitions.at(-1)!;
  expect(last.startMib + last.sizeMib).toBe(gib * 1024 - 1);
  partitions.slice(1).forEach(({ startMib }, index) => {
    expect(startMib).toBe(partitions[index]!.startMib + partitions[index]!.sizeMib);
  });
  const sizes = ['ROOT-A', 'HASH-A'].map((key) => partitions.find((partition) => partition.key === key)?.sizeMib);
  expect(sizes).toEqual([64, 2]);
});

it('no two small files are alike', () => {
  const entries = manyFilesImage('erofs', 300).root.entries.filter(({ path }) => path.includes('/growth/'));
  expect(entries).toHaveLength(300);
  expect(new Set(entries.map(({ path }) => path)).size).toBe(300);
  expect(new Set(entries.map(({ content }) => content)).size).toBe(300);
});

describeOracle('growth images', toolsFor(...LAB_TOOLS), () => {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-growth-'));
  const recipe = manyFilesImage('ext4', 150);
  let image = '';
  beforeAll(async () => {
    image = await growthImage(recipe, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('sgdisk finds no fault', async () => {
    expect((await runTool('sgdisk', ['--verify', image])).stdout).toContain('No problems found');
  });

  it('debugfs finds the files, 100 in a folder', async () => {
    const { startMib } = recipe.partitions.find(({ key }) => key === 'ROOT-A')!;
    const list = '/x86_64-bottlerocket-linux-gnu/sys-root/usr/share/growth/0001';
    const { stdout } = await runTool('debugfs', ['-R', `ls -p ${list}`, `${image}?offset=${startMib * MIB}`]);
    expect(stdout.match(/\/000[0-9]{3}\//g)).toHaveLength(50);
  });

  it('is sparse, and kept', async () => {
    const { size, blocks, ino } = statSync(image);
    expect(size).toBe(1024 * MIB);
    expect(blocks * 512).toBeLessThan(64 * MIB);
    expect(await growthImage(recipe, folder)).toBe(image);
    expect(statSync(image).ino).toBe(ino);
  });
});
