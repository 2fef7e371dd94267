import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { LAB_TOOLS_2026 } from '../lab/build-image.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildRoot } from '../lab/parts.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { systemRoot } from '../lab/release.ts';
import { runTool } from '../lab/run-tool.ts';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { baseRecipe, baseRecipes, mutatedImage, mutatedRecipe, mutations } from './index.ts';
import { BASE_BLOCKS, RUNC_BLOCK } from './verity-mutations.ts';

describe('the table of mutations', () => {
  test('names each mutation once', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });
});

describeOracle('mutated images', toolsFor(...LAB_TOOLS_2026), () => {
  test('the base has the length and the layout that the verity mutations state', async () => {
    const root = await buildRoot(baseRecipe, partFolder);
    const { stdout } = await runTool('debugfs', ['-R', `bmap ${systemRoot(baseRecipe.release)}/bin/runc 0`, root]);
    expect((await stat(root)).size / 4096).toBe(BASE_BLOCKS);
    expect(stdout.trim()).toBe(String(RUNC_BLOCK));
  }, 60_000);

  test('each differs from the base and from every other', async () => {
    const digests = new Set<string>();
    const bases = [...new Set(mutations.map(({ base = 'demo' }) => base))];
    for (const base of bases) digests.add(await digestContent(await mutatedImage('base', base), baseRecipes[base]));
    // User data and artifacts of a build are given beside the image.
    const inside = mutations.filter(({ userData, stale }) => userData === undefined && stale === undefined);
    for (const mutation of inside) digests.add(await digestContent(await mutatedImage(mutation.name), mutatedRecipe(mutation)));
    expect(digests.size).toBe(inside.length + bases.length);
  }, 600_000);
});

const MIB = 1024 * 1024;

/** Of the disk's first and last MiB, and of each partition as much as holds anything in a base. */
async function digestContent(path: string, recipe: ImageRecipe): Promise<string> {
  const disk = await open(path);
  const hash = createHash('sha256');
  const { size } = await disk.stat();
  const parts = recipe.partitions.map(({ key, startMib }) => ({ start: startMib * MIB, length: (key === 'ROOT-A' || key === 'PRIVATE' ? 16 : 2) * MIB }));
  for (const { start, length } of [{ start: 0, length: MIB }, ...parts, { start: size - MIB, length: MIB }]) {
    hash.update((await disk.read(Buffer.alloc(length), 0, length, start)).buffer);
  }
  await disk.close();
  return hash.digest('hex');
}
