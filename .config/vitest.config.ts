import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const SECOND = 1000;
const folders = ['libs', 'apps', 'benchmarks', '.config'];
const ignored = ['**/node_modules/**', '**/dist/**'];

const specs = (kind: string) => folders.map((folder) => `${folder}/**/*${kind}.spec.ts`);

const project = (name: string, include: string[], timeout: number, exclude: string[] = [], env: Record<string, string> = {}) => ({
  extends: true as const,
  test: { name, include, exclude: [...ignored, ...exclude], testTimeout: timeout, hookTimeout: timeout, env },
});

/** `npm run test:guestfs` runs in mode `guestfs`: both readers on every lab image. `npm run test:containers` runs in mode `containers`: every lab image in every container. `npm run fuzz` runs in mode `fuzz`; in `npm test` each fuzz suite has two seconds. */
const fuzzSeconds = (mode: string) => process.env['STATICFIRE_FUZZ_SECONDS'] ?? (mode === 'fuzz' ? '60' : '2');

export default defineConfig(({ mode }) => ({
  root: fileURLToPath(new URL('..', import.meta.url)),
  cacheDir: 'node_modules/.vite',
  test: {
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Of campaigns of fuzzing (benchmarks/fuzz).
    coverage: { provider: 'v8' },
    reporters: ['default', './.config/closing-line-reporter.ts'],
    projects: [
      project(
        'unit',
        specs(''),
        30 * SECOND,
        ['oracle', 'fuzz', 'e2e'].flatMap((kind) => specs(`.${kind}`)),
      ),
      project('oracle', specs('.oracle'), 180 * SECOND),
      project('fuzz', specs('.fuzz'), (Number(fuzzSeconds(mode)) + 60) * SECOND, [], { STATICFIRE_FUZZ_SECONDS: fuzzSeconds(mode) }),
      project('e2e', specs('.e2e'), 300 * SECOND, [], {
        STATICFIRE_GUESTFS: mode === 'guestfs' ? 'all' : 'one',
        STATICFIRE_CONTAINERS: mode === 'containers' ? 'all' : 'one',
      }),
    ],
  },
}));
