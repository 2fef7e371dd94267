import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles `processes/NAME.ts` and what it starts in threads (name → path from here) as the published command is bundled; returns the bundle's path. */
export async function bundleProcess(name: string, folder: string, workers: Readonly<Record<string, string>> = {}): Promise<string> {
  const threads = Object.entries(workers).map(([worker, path]) => [worker, here(path)]);
  await build({
    entryPoints: { [name]: here(`./processes/${name}.ts`), ...Object.fromEntries(threads) },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    minify: true,
    external: ['piscina'],
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return join(folder, `${name}.js`);
}
