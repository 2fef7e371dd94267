// Bundles the published command into dist/, or into the folder that is named: one file for the front door, one for each worker, shared chunks, packs.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import packageJson from './package.json' with { type: 'json' };
import { renderParsed } from './src/policy-files.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const dist = process.argv[2] ?? here('./dist');

rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: {
    staticfire: here('./src/staticfire.ts'),
    'compare-worker': here('../../libs/read/src/block-source/node/compare-worker.ts'),
    'digest-worker': here('../../libs/read/src/block-source/node/digest-worker.ts'),
    'verify-content-worker': here('../../libs/read/src/block-source/node/verify-content-worker.ts'),
    'fetch-worker': here('../../libs/read/src/block-source/url/fetch-worker.ts'),
    'judge-worker': here('../../libs/evaluate/src/rules/judge-worker.ts'),
    'label-lookup-worker': here('../../libs/analyze/src/selinux/file-contexts/label-lookup-worker.ts'),
    'leaf-ranges-worker': here('../../libs/read/src/formats/dm-verity/leaf-ranges-worker.ts'),
  },
  outdir: dist,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.18',
  minify: true,
  // piscina starts its own worker file from its own folder.
  external: ['piscina'],
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
});
cpSync(here('../../policies'), `${dist}/policies`, { recursive: true });
writeFileSync(`${dist}/policies.json`, renderParsed(dist));
cpSync(here('../../LICENSE'), `${dist}/LICENSE`);
writeFileSync(
  `${dist}/package.json`,
  `${JSON.stringify(
    {
      name: packageJson.name,
      version: packageJson.version,
      type: 'module',
      license: packageJson.license,
      engines: packageJson.engines,
      bin: { staticfire: './staticfire.js' },
      dependencies: { piscina: '5.3.2' },
    },
    undefined,
    2,
  )}\n`,
);
