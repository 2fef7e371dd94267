import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const browser = fileURLToPath(new URL('browser', import.meta.url));

/** What browsers of the last two years run. */
const TARGETS = ['chrome123', 'firefox128', 'safari17.5'];

async function bundle(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${browser}/${entry}`],
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'ascii',
    target: TARGETS,
    write: false,
  });
  return outputFiles[0]!.text.trim();
}

// A library may not read files, so style sheet and script are brought as data; `vitest -u` writes them anew.
test('page-assets.json is what browser/ gives', async () => {
  const [style, script] = await Promise.all([bundle('page.css'), bundle('page.ts')]);
  await expect(`${JSON.stringify({ style, script }, undefined, 2)}\n`).toMatchFileSnapshot('page-assets.json');
  for (const text of [style, script]) expect(text).not.toMatch(/<\/|<!--/);
});
