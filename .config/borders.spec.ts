// Each border of packages.mjs, claims.mjs and dependency-cruiser.mjs must fire on code that crosses it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import cruiserConfig from './dependency-cruiser.mjs';
import { mayImport } from './packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const MINUTES = 60_000;

describe('packages', () => {
  beforeAll(rebuildProjectGraph, 3 * MINUTES);

  test.each(manifests())('$name has one tag, and it is in the table', ({ tags }) => {
    expect(tags).toHaveLength(1);
    expect(Object.keys(mayImport)).toContain(tags[0]?.replace(/^package:/, ''));
  });

  test.each([
    ['libs/facts/src/probe.ts', '@staticfire/read/bytes'],
    ['libs/guestfs/src/probe.ts', '@staticfire/collect'],
    ['libs/read/src/bytes/probe.ts', '@staticfire/facts'],
    ['libs/read/src/bytes/probe.ts', '@staticfire/testkit'],
    ['libs/collect/src/probe.ts', '@staticfire/evaluate'],
    ['libs/collect/src/probe.ts', '@staticfire/findings'],
    ['libs/derive/src/probe.ts', '@staticfire/read/bytes'],
    ['libs/findings/src/probe.ts', '@staticfire/evaluate'],
    ['libs/evaluate/src/rules/probe.ts', '@staticfire/read/image'],
    ['libs/evaluate/src/rules/probe.ts', '@staticfire/collect'],
    ['libs/report/src/probe.ts', '@staticfire/facts'],
    ['libs/report/src/probe.ts', '@staticfire/scan'],
    ['libs/scan/src/probe.ts', '@staticfire/report'],
    ['libs/testkit/src/probe.ts', '@staticfire/collect'],
    ['apps/scanner/src/probe.ts', '@staticfire/collect'],
    ['apps/scanner/src/probe.ts', '@staticfire/testkit'],
    ['benchmarks/scan/src/probe.ts', '@staticfire/derive'],
    ['libs/report/src/probe.spec.ts', '@staticfire/scan'],
  ])('%s may not import %s', async (file, target) => {
    expect(await lint(file, `import '${target}';`)).toEqual(['@nx/enforce-module-boundaries']);
  });

  test.each([
    ['libs/collect/src/probe.ts', '@staticfire/read/image'],
    ['libs/derive/src/probe.ts', '@staticfire/analyze/kernel'],
    ['libs/evaluate/src/rules/probe.ts', '@staticfire/findings'],
    ['libs/report/src/probe.ts', '@staticfire/findings'],
    ['libs/scan/src/probe.ts', '@staticfire/evaluate'],
    ['libs/guestfs/src/probe.ts', '@staticfire/read/image'],
    ['libs/testkit/src/probe.ts', '@staticfire/read/bytes'],
    ['libs/read/src/bytes/probe.spec.ts', '@staticfire/testkit'],
    ['apps/scanner/src/probe.ts', '@staticfire/scan'],
    ['benchmarks/scan/src/probe.ts', '@staticfire/testkit'],
  ])('%s may import %s', async (file, target) => {
    expect(await lint(file, `import '${target}';`)).toEqual([]);
  });

  test('a relative path into another package is refused', async () => {
    expect(await lint('libs/report/src/probe.ts', "import '../../findings/src/index.ts';")).toEqual(['@nx/enforce-module-boundaries']);
  });
});

describe('product claims', () => {
  const product = 'libs/collect/src/probe.ts';

  test.each([
    ['offline', "import 'node:https';"],
    ['offline', "import { load } from 'cheerio';"],
    ['offline', "import net from 'net';"],
    ['offline', "export * from 'node:dns/promises';"],
    ['offline', "await import('node:tls');"],
    ['offline', "await fetch('https://example.com');"],
    ['offline', "new WebSocket('wss://example.com');"],
    ['offline', 'globalThis.fetch;'],
    ['runs-nothing', "import { execFile } from 'node:child_process';"],
    ['runs-nothing', "import { execa } from 'execa';"],
    ['runs-nothing', "eval('1');"],
    ['runs-nothing', "new Function('1');"],
    ['reads-only-what-it-is-given', "import { readFileSync } from 'node:fs';"],
    ['reads-only-what-it-is-given', "import 'fs/promises';"],
    ['reads-only-what-it-is-given', "import process from 'node:process';"],
    ['reads-only-what-it-is-given', 'process.env;'],
    ['same-in-same-out', 'Date.now();'],
    ['same-in-same-out', 'new Date();'],
    ['same-in-same-out', 'Math.random();'],
    ['same-in-same-out', 'performance.now();'],
    ['same-in-same-out', "import { randomUUID } from 'node:crypto';"],
    ['same-in-same-out', "'a'.localeCompare('b');"],
  ])('%s refuses %s', async (claim, code) => {
    expect(new Set(await lint(product, code))).toEqual(new Set([`staticfire/${claim}`]));
  });

  test('a computed import() is refused by each claim', async () => {
    expect(await lint(product, 'export const load = (name: string) => import(name);')).toHaveLength(4);
  });

  test('a comment grants no exception', async () => {
    expect(await lint(product, "/* eslint-disable */\nimport 'node:fs';")).toContain('staticfire/reads-only-what-it-is-given');
  });

  test.each([
    [product, 'new Date(0);'],
    [product, "import type { Stats } from 'node:fs';"],
    [product, "import { hash } from 'node:crypto';"],
    [product, 'export const read = (fetch: () => void) => fetch();'],
    ['libs/read/src/block-source/node/probe.ts', "import 'node:fs'; process.cwd();"],
    ['libs/testkit/src/probe.ts', "import 'node:child_process';"],
    ['libs/guestfs/src/probe.ts', "import 'execa'; process.env;"],
    ['apps/scanner/src/probe.ts', "import 'node:fs'; Date.now();"],
    ['benchmarks/scan/src/probe.ts', "import 'node:child_process'; performance.now();"],
    ['libs/collect/src/probe.spec.ts', "import 'node:child_process'; Date.now();"],
  ])('%s may say %s', async (file, code) => {
    expect(await lint(file, code)).toEqual([]);
  });
});

describe('promises', () => {
  const file = 'libs/report/src/index.ts';

  test.each([
    ['no-floating-promises', 'Promise.resolve(1);'],
    ['no-misused-promises', 'if (Promise.resolve(1)) { }'],
    ['await-thenable', 'await 1;'],
  ])(
    '%s refuses %s',
    async (rule, code) => {
      expect(await lint(file, `${code}\nexport {};`, true)).toContain(`@typescript-eslint/${rule}`);
    },
    MINUTES,
  );
});

describe('folders', () => {
  const probes = mkdtempSync(join(tmpdir(), 'staticfire-borders-'));
  afterAll(() => rmSync(probes, { recursive: true, force: true }));

  const forbidden = [
    ['read-bytes', 'libs/read/src/bytes/a.ts', 'libs/read/src/block-source/b.ts'],
    ['read-bytes', 'libs/read/src/bytes/a.ts', 'libs/read/src/formats/gpt/b.ts'],
    ['read-compression', 'libs/read/src/compression/a.ts', 'libs/read/src/block-source/b.ts'],
    ['read-block-source', 'libs/read/src/block-source/a.ts', 'libs/read/src/filesystem/b.ts'],
    ['read-filesystem', 'libs/read/src/filesystem/a.ts', 'libs/read/src/formats/ext4/b.ts'],
    ['read-formats', 'libs/read/src/formats/gpt/a.ts', 'libs/read/src/formats/ext4/b.ts'],
    ['read-formats', 'libs/read/src/formats/gpt/a.ts', 'libs/read/src/image/b.ts'],
    ['read-ports-not-node', 'libs/read/src/formats/gpt/a.ts', 'libs/read/src/block-source/node/b.ts'],
    ['analyze-alone', 'libs/analyze/src/kernel/a.ts', 'libs/analyze/src/systemd/b.ts'],
    ['evaluate-packs', 'libs/evaluate/src/packs/a.ts', 'libs/evaluate/src/rules/b.ts'],
    ['evaluate-rules', 'libs/evaluate/src/rules/a.ts', 'libs/evaluate/src/gate/b.ts'],
    ['evaluate-controls', 'libs/evaluate/src/controls/a.ts', 'libs/evaluate/src/gate/b.ts'],
    ['judge-without-image', 'libs/scan/src/judge.ts', 'libs/collect/src/collectors.ts'],
    ['judge-without-image', 'libs/scan/src/judge.ts', 'libs/read/src/image/b.ts'],
    ['evaluate-tailoring', 'libs/evaluate/src/tailoring/a.ts', 'libs/evaluate/src/controls/b.ts'],
    ['evaluate-gate', 'libs/evaluate/src/gate/a.ts', 'libs/evaluate/src/index.ts'],
    ['evaluate-authoring', 'libs/evaluate/src/authoring/a.ts', 'libs/evaluate/src/gate/b.ts'],
    ['evaluate-sees-selinux-only', 'libs/evaluate/src/rules/a.ts', 'libs/analyze/src/kernel/b.ts'],
    ['analyze-explains-structures', 'libs/analyze/src/kernel/a.ts', 'libs/read/src/image/b.ts'],
    ['testkit-sees-bytes-only', 'libs/testkit/src/a.ts', 'libs/read/src/formats/gpt/b.ts'],
    ['apps-see-block-source-only', 'apps/scanner/src/a.ts', 'libs/read/src/image/b.ts'],
    ['benchmarks-see-single-readers', 'benchmarks/scan/src/a.ts', 'libs/read/src/image/b.ts'],
    ['apps-see-packs-only', 'apps/scanner/src/a.ts', 'libs/evaluate/src/gate/b.ts'],
    ['no-spec-in-product', 'libs/facts/src/a.ts', 'libs/facts/src/b.spec.ts'],
    ['no-spec-in-product', 'libs/read/src/formats/ext4/a.ts', 'libs/read/src/formats/ext4/fixtures/b.ts'],
  ] as const;

  const allowed = [
    ['benchmarks/scan/src/a.ts', 'libs/read/src/formats/ext4/b.ts'],
    ['libs/read/src/block-source/a.ts', 'libs/read/src/bytes/b.ts'],
    ['libs/read/src/block-source/a.ts', 'libs/read/src/compression/b.ts'],
    ['libs/read/src/formats/erofs/a.ts', 'libs/read/src/compression/b.ts'],
    ['libs/read/src/filesystem/a.ts', 'libs/read/src/block-source/b.ts'],
    ['libs/read/src/formats/ext4/a.ts', 'libs/read/src/filesystem/b.ts'],
    ['libs/read/src/formats/ext4/a.ts', 'libs/read/src/formats/ext4/b.ts'],
    ['libs/read/src/image/a.ts', 'libs/read/src/formats/ext4/b.ts'],
    ['libs/read/src/formats/dm-verity/hash-worker.ts', 'libs/read/src/block-source/node/b.ts'],
    ['libs/evaluate/src/gate/a.ts', 'libs/evaluate/src/rules/b.ts'],
    ['libs/evaluate/src/rules/a.ts', 'libs/analyze/src/selinux/b.ts'],
    ['libs/testkit/src/a.ts', 'libs/read/src/bytes/b.ts'],
    ['apps/scanner/src/a.ts', 'libs/read/src/block-source/node/b.ts'],
    ['apps/scanner/src/a.ts', 'libs/evaluate/src/packs/b.ts'],
    ['apps/scanner/src/a.ts', 'libs/evaluate/src/authoring/b.ts'],
    ['libs/scan/src/judge.ts', 'libs/read/src/formats/toml/b.ts'],
    ['libs/read/src/formats/gpt/a.spec.ts', 'libs/read/src/formats/ext4/b.ts'],
  ] as const;

  test.each(forbidden)('%s: %s may not import %s', async (rule, from, to) => {
    expect(await cruiseProbe(probes, { [from]: [to], [to]: [] })).toEqual([rule]);
  });

  test.each(allowed)('%s may import %s', async (from, to) => {
    expect(await cruiseProbe(probes, { [from]: [to], [to]: [] })).toEqual([]);
  });

  test('a circle of files is refused', async () => {
    expect(await cruiseProbe(probes, { 'libs/facts/src/a.ts': ['libs/facts/src/b.ts'], 'libs/facts/src/b.ts': ['libs/facts/src/a.ts'] })).toContain(
      'no-circular',
    );
  });

  test('a circle that only types close is allowed', async () => {
    const files = { 'libs/facts/src/a.ts': ['libs/facts/src/b.ts'], 'libs/facts/src/b.ts': ['type libs/facts/src/a.ts'] };
    expect(await cruiseProbe(probes, files)).toEqual([]);
  });

  test('an import that is not found is refused', async () => {
    expect(await cruiseProbe(probes, { 'libs/facts/src/a.ts': ['libs/facts/src/missing.ts'] })).toEqual(['no-unresolvable']);
  });

  test('every border has a row here', () => {
    const named = new Set<string>([...forbidden.map(([rule]) => rule), 'no-circular', 'no-unresolvable']);
    const borders = cruiserConfig.forbidden.map(({ name }) => name);
    expect(borders.filter((name) => !named.has(name))).toEqual([]);
  });

  test('a package name leads to the sources of that package', async () => {
    const { modules } = await cruiseFiles(['libs/findings/src/finding.ts'], root);
    const reached = modules.flatMap(({ dependencies }) => dependencies.map(({ resolved }) => resolved));
    expect(reached).toContain('libs/facts/src/index.ts');
  });
});

/** ESLint reads the tags from nx's cached graph, and checks nothing when there is none. */
function rebuildProjectGraph(): void {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  execFileSync(process.execPath, [nx, 'show', 'projects'], { cwd: root, env: { ...process.env, NX_ISOLATE_PLUGINS: 'false', NX_DAEMON: 'false' } });
}

function manifests(): { name: string; tags: string[] }[] {
  const folders = ['apps', 'libs', 'benchmarks'].flatMap((parent) => readdirSync(join(root, parent)).map((child) => join(root, parent, child)));
  const files = folders.filter((folder) => readdirSync(folder).includes('package.json')).map((folder) => readFileSync(join(folder, 'package.json'), 'utf8'));
  return files.map((file) => JSON.parse(file)).map(({ name, nx }) => ({ name, tags: nx?.tags ?? [] }));
}

/** Names of the rules that fire. Type-aware rules need a file that a tsconfig covers, so most probes do without. */
async function lint(file: string, code: string, withTypes = false): Promise<(string | null)[]> {
  const [result] = await (withTypes ? typedLinter : untypedLinter).lintText(code, { filePath: join(root, file) });
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

const configFile = join(root, '.config/eslint.config.mjs');
const typeAware = ['no-floating-promises', 'no-misused-promises', 'await-thenable'];
const typedLinter = new ESLint({ cwd: root, overrideConfigFile: configFile });
const untypedLinter = new ESLint({
  cwd: root,
  overrideConfigFile: configFile,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: Object.fromEntries(typeAware.map((rule) => [`@typescript-eslint/${rule}`, 'off'])),
  },
});

/** `files` maps each file to what it imports (`type …`: types only); names of the rules that fire. */
async function cruiseProbe(parent: string, files: Record<string, readonly string[]>): Promise<string[]> {
  const folder = mkdtempSync(join(parent, 'probe-'));
  for (const [file, imports] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), [...imports.map((target) => importLine(file, target)), 'export {};\n'].join('\n'));
  }
  const { summary } = await cruiseFiles(Object.keys(files), folder);
  return [...new Set(summary.violations.map(({ rule }) => rule.name))];
}

function importLine(from: string, target: string): string {
  const [path = '', keyword] = target.split(' ').reverse();
  return keyword === 'type' ? `import type { A } from '${relativeImport(from, path)}';` : `import '${relativeImport(from, path)}';`;
}

function relativeImport(from: string, to: string): string {
  const path = relative(dirname(from), to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}

async function cruiseFiles(files: string[], baseDir: string): Promise<ICruiseResult> {
  const { forbidden, options } = cruiserConfig;
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const { output } = await cruise(files, { ...cruiseOptions, baseDir, validate: true, ruleSet: { forbidden } } as never, enhancedResolveOptions as never);
  return output as ICruiseResult;
}
