import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { debianFolder, describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectKernelModuleIndex } from './collect-kernel-module-index.ts';
import type { KernelModuleIndex } from './kernel-module-index.schema.ts';

const TEN_MINUTES = 600_000;
/** Of some thousand modules, and all of cryptography: their aliases name things. */
const EVERY = 25;
const VERSION = '1.0';
const INDEX_FILES = ['modules.dep', 'modules.alias', 'modules.softdep'];

describeOracle('the index of depmod against modprobe', toolsFor('depmod', 'modprobe', 'apt-get', 'dpkg-deb'), () => {
  let root: string;
  let index: KernelModuleIndex;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'staticfire-index-'));
    const folder = join(root, 'lib/modules', VERSION);
    mkdirSync(join(folder, 'kernel'), { recursive: true });
    const modules = join(await debianFolder('linux-image-amd64'), 'lib/modules');
    const all = readdirSync(modules, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ko'));
    const chosen = all.filter((name, at) => name.includes('/crypto/') || at % EVERY === 0);
    for (const name of chosen) copyFileSync(join(modules, name), join(folder, 'kernel', basename(name)));
    for (const name of ['modules.order', 'modules.builtin']) writeFileSync(join(folder, name), '');
    execFileSync(toolPath('depmod')!, ['-b', root, VERSION], { stdio: 'ignore', timeout: TEN_MINUTES });
    const texts = INDEX_FILES.map((name) => [`/lib/modules/${VERSION}/${name}`, readFileSync(join(folder, name))] as const);
    const files = readdirSync(join(folder, 'kernel')).map((name) => [`/lib/modules/${VERSION}/kernel/${name}`, ''] as const);
    const fact = await collectFrom(collectKernelModuleIndex, Object.fromEntries([...texts, ...files]));
    index = (fact as { readonly value: KernelModuleIndex }).value;
  }, TEN_MINUTES);
  afterAll(() => rmSync(root, { recursive: true }));

  it('every module is listed, and none that is not there', () => {
    expect([index.missing, index.unlisted]).toEqual([[], []]);
    expect(index.folders).toMatchObject([{ dependencies: readdirSync(join(root, 'lib/modules', VERSION, 'kernel')).length }]);
  });

  it('modprobe finds the module of each alias that names a thing', { timeout: TEN_MINUTES }, () => {
    const aliases = index.aliases.filter((each) => 'alias' in each);
    const byAlias = Map.groupBy(
      aliases.filter(({ alias }) => !/[*?[]/.test(alias)),
      ({ alias }) => alias,
    );
    for (const [alias, ours] of [...byAlias].filter((_, at) => at % 5 === 0)) {
      const { stdout } = spawnSync(toolPath('modprobe')!, ['-d', root, '-S', VERSION, '-R', alias], { encoding: 'utf8', timeout: 30_000 });
      const plain = (names: readonly string[]) => names.map((name) => name.replaceAll('-', '_')).sort();
      expect(plain(stdout.trim().split('\n')), alias).toEqual(plain(ours.map(({ module }) => module)));
    }
    expect(byAlias.size).toBeGreaterThan(200);
  });
});
