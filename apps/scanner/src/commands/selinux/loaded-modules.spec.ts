import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { beforeAll, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));
const QUESTIONS = ['info', 'search', 'who-can', 'can', 'transitions', 'flow', 'diff', 'check'] as const;
/** What reads a file as it is, a policy, and its source. */
const READERS =
  /^libs\/read\/src\/(bytes\/|block-source\/block-source\.ts$|block-source\/node\/file\/|block-source\/url\/(image-url|url-error)\.ts$|formats\/(selinux-policy|cil)\/)/;

let inputs: Metafile['inputs'];

const entry = (question: string) => `apps/scanner/src/commands/selinux/${question}.ts`;

/** Files and packages that are loaded before the first line of a module runs. */
function loadedBy(path: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(path)) return loaded;
  loaded.add(path);
  for (const { kind, path: next } of inputs[path]?.imports ?? []) if (kind !== 'dynamic-import') loadedBy(next, loaded);
  return loaded;
}

beforeAll(async () => {
  const bundle = await build({
    ...{ absWorkingDir: ROOT, entryPoints: QUESTIONS.map((question) => entry(question)), outdir: 'dist', write: false, metafile: true },
    ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', external: ['piscina'] },
  });
  inputs = bundle.metafile.inputs;
});

/** A question to a policy takes a tenth of a second, of which each of these would be a part. */
it.each(QUESTIONS)('selinux %s loads neither packages nor readers of images', (question) => {
  const loaded = [...loadedBy(entry(question))];
  expect(loaded).toContain('libs/read/src/formats/selinux-policy/parse-policy.ts');
  const others = loaded.filter((path) => path.startsWith('libs/read/') && !READERS.test(path));
  expect([...others, ...loaded.filter((path) => !/^(libs|apps|node:)/.test(path) || /collect|node_modules/.test(path))]).toEqual([]);
});
