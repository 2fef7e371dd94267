import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LAB_TOOLS } from '../lab/build-image.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildRoot } from '../lab/parts.ts';
import { systemRoot } from '../lab/release.ts';
import { runTool } from '../lab/run-tool.ts';
import { baseRecipe } from '../mutations/index.ts';
import { describeOracle } from '../oracle.ts';
import { toolsFor } from '../oracle-tools.ts';
import { ROOT_LAYOUT } from './damage-inputs.ts';
import { hostileInputs } from './index.ts';

describeOracle('hostile inputs', toolsFor(...LAB_TOOLS), () => {
  test('damage hits the structures that it names', async () => {
    const lib = `${systemRoot(baseRecipe.release)}/lib`;
    expect(await ask(`bmap ${lib} 0`)).toBe(String(ROOT_LAYOUT.libDirectory));
    expect(await ask(`bmap ${lib}/os-release 0`)).toBe(String(ROOT_LAYOUT.osRelease));
    expect(await ask(`imap ${lib}/os-release`)).toContain(`block ${ROOT_LAYOUT.inodeTable + Math.floor(((ROOT_LAYOUT.osReleaseInode - 1) * 256) / 4096)},`);
  });

  test.each(hostileInputs)(
    '$name can be made',
    async ({ make }) => {
      const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
      await make(join(folder, 'input')).finally(() => stat(join(folder, 'input')));
      await rm(folder, { recursive: true });
    },
    30_000,
  );
});

async function ask(request: string): Promise<string> {
  return (await runTool('debugfs', ['-R', request, await buildRoot(baseRecipe, partFolder)])).stdout.trim();
}
