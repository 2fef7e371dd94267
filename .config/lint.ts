// `npm run lint`: every check, also after one has failed; the exit code says whether all passed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Step {
  readonly name: string;
  /** npm package and the bin of it that runs. */
  readonly bin: readonly [packageName: string, bin: string];
  readonly args: readonly string[];
  /** MiB; what Node takes by itself where absent. */
  readonly heap?: number;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const folders = ['apps', 'libs', 'benchmarks'];

/** nx runs before eslint: it rebuilds the project graph from which eslint reads the tags. */
const steps: readonly Step[] = [
  { name: 'biome', bin: ['@biomejs/biome', 'biome'], args: ['check', '--config-path=.config/biome.json', '.'] },
  { name: 'nx typecheck', bin: ['nx', 'nx'], args: ['run-many', '-t', 'typecheck', '--output-style=static'] },
  { name: 'tsc .config', bin: ['typescript', 'tsc'], args: ['-p', '.config/tsconfig.json'] },
  { name: 'eslint', bin: ['eslint', 'eslint'], args: ['--config', '.config/eslint.config.mjs', '--max-warnings', '0', '.'], heap: 8192 },
  { name: 'dependency-cruiser', bin: ['dependency-cruiser', 'depcruise'], args: ['--config', '.config/dependency-cruiser.mjs', ...folders] },
  { name: 'knip', bin: ['knip', 'knip'], args: ['--config', '.config/knip.json', '--no-config-hints'] },
];

function run({ name, bin, args, heap }: Step): boolean {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, [...(heap === undefined ? [] : [`--max-old-space-size=${heap}`]), findBin(...bin), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NX_ISOLATE_PLUGINS: 'false' },
  });
  return status === 0;
}

function findBin(packageName: string, bin: string): string {
  const manifest = findManifest(packageName);
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8')) as { bin: Record<string, string> };
  const path = bins[bin];
  if (path === undefined) throw new Error(`${packageName} has no bin ${bin}`);
  return join(dirname(manifest), path);
}

/** Not through `require.resolve`: some packages do not export their package.json. */
function findManifest(packageName: string): string {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const manifest = join(folder, packageName, 'package.json');
    try {
      readFileSync(manifest);
      return manifest;
    } catch {}
  }
  throw new Error(`${packageName} is not installed; run npm ci`);
}

const failed = steps.filter((step) => !run(step)).map(({ name }) => name);
process.stdout.write(failed.length === 0 ? '\nlint passed\n' : `\nlint failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
