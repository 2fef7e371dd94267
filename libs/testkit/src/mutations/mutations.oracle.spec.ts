import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { LAB_TOOLS } from '../lab/build-image.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildRoot } from '../lab/parts.ts';
import { systemRoot } from '../lab/release.ts';
import { runTool } from '../lab/run-tool.ts';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { baseRecipe, mutatedImage, mutations } from './index.ts';
import { BASE_BLOCKS, RUNC_BLOCK } from './verity-mutations.ts';

describe('the table of mutations', () => {
  test('names each mutation once', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
  });
});

describeOracle('mutated images', toolsFor(...LAB_TOOLS), () => {
  test('the base has the length and the layout that the verity mutations state', async () => {
    const root = await buildRoot(baseRecipe, partFolder);
    const { stdout } = await runTool('debugfs', ['-R', `bmap ${systemRoot(baseRecipe.release)}/bin/runc 0`, root]);
    expect((await stat(root)).size / 4096).toBe(BASE_BLOCKS);
    expect(stdout.trim()).toBe(String(RUNC_BLOCK));
  }, 60_000);

  test('each differs from the base and from every other', async () => {
    const digests = new Set<string>();
    for (const name of ['base', ...mutations.map((mutation) => mutation.name)]) digests.add(await digestContent(await mutatedImage(name)));
    expect(digests.size).toBe(mutations.length + 1);
  }, 300_000);
});

// Where the base image holds anything, as MiB: up to the end of ROOT's filesystem, HASH, and from PRIVATE to the end.
const USED = [
  [0, 40],
  [490, 496],
  [1005, 1024],
] as const;

async function digestContent(path: string): Promise<string> {
  const disk = await open(path);
  const hash = createHash('sha256');
  for (const [start, end] of USED) {
    const length = (end - start) * 1024 * 1024;
    hash.update((await disk.read(Buffer.alloc(length), 0, length, start * 1024 * 1024)).buffer);
  }
  await disk.close();
  return hash.digest('hex');
}
