import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Bundles `processes/verify-process.ts` and its worker as the published command is bundled; returns the bundle's path. */
export async function bundleVerifyProcess(folder: string): Promise<string> {
  await build({
    entryPoints: {
      'verify-process': here('./processes/verify-process.ts'),
      'leaf-range-worker': here('../../../libs/read/src/formats/dm-verity/leaf-range-worker.ts'),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['piscina'],
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  return join(folder, 'verify-process.js');
}
