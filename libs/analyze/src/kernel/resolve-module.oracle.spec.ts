import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModprobeFile } from '@staticfire/read/formats/linux-text';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { decideModule } from './decide-module.ts';
import { kernelOf } from './fixtures/kernel-of.ts';
import { isUnknown } from './kernel-knowledge.ts';
import { ModprobeConfig } from './modprobe-config.ts';
import { type ModuleAlias, resolveModule } from './resolve-module.ts';

const SEED = 20261126;
const VERSION = '1.0';
/** Module → its aliases. */
const MODULES: Readonly<Record<string, readonly string[]>> = {
  ab: ['fs-ab', 'crypto-x'],
  cd_e: ['fs-cd', 'crypto-y-[12]'],
  fg: ['net-pf-?'],
  hi: ['crypto-x'],
};
const ALIASES = Object.entries(MODULES).flatMap(([module, aliases]) => aliases.map((alias): ModuleAlias => ({ alias, module, builtin: false })));
const NAMES = [...Object.keys(MODULES), 'cd-e', 'fs-ab', 'fs_cd', 'crypto-x', 'crypto-y-1', 'crypto-y-3', 'net-pf-9', 'nothing'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-resolve-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describeOracle('names that lead to modules, against modprobe', toolsFor('modprobe', 'depmod', 'objcopy'), () => {
  let config: string;
  beforeAll(() => {
    const kernel = join(folder, 'root/lib/modules', VERSION, 'kernel');
    mkdirSync(kernel, { recursive: true });
    for (const [name, aliases] of Object.entries(MODULES)) {
      writeFileSync(join(folder, 'info'), `license=GPL\0${aliases.map((alias) => `alias=${alias}\0`).join('')}`);
      const args = ['-I', 'binary', '-O', 'elf64-x86-64', '--rename-section', '.data=.modinfo', join(folder, 'info'), join(kernel, `${name}.ko`)];
      execFileSync(toolPath('objcopy')!, args);
    }
    for (const name of ['modules.order', 'modules.builtin']) writeFileSync(join(kernel, '..', name), '');
    execFileSync(toolPath('depmod')!, ['-b', join(folder, 'root'), VERSION], { stdio: 'ignore' });
    config = join(folder, 'config');
    mkdirSync(config);
  });

  /** `loadable`, `command` (of a rule), `denied` when nothing is done, `absent`. */
  function theirs(name: string): string {
    const args = ['-C', config, '-d', join(folder, 'root'), '-S', VERSION, '-n', '-v', name];
    const { stdout, status } = spawnSync(toolPath('modprobe')!, args, { encoding: 'utf8', timeout: 30_000 });
    if (status !== 0) return 'absent';
    if (/^install /m.test(stdout)) return 'command';
    return /^insmod /m.test(stdout) ? 'loadable' : 'denied';
  }

  function ours(name: string, text: string): string {
    const path = '/c/a.conf';
    const lines = parseModprobeFile(Buffer.from(text), path).map((each) => ({ file: path, ...each }));
    const modprobe = new ModprobeConfig([{ path, name: 'a.conf', state: 'read', readable: true }], lines);
    const files = new Map(Object.keys(MODULES).map((module) => [module, `${module}.ko`]));
    const knowledge = { kernel: kernelOf({}), files, builtin: new Set<string>(), config: modprobe };
    const found = resolveModule(name, (each) => (files.has(each) ? decideModule(each, knowledge) : undefined), ALIASES);
    return isUnknown(found) ? found.unknown : found.state;
  }

  const rule = fc.oneof(
    fc.constantFrom('ab', 'cd_e', 'cd-e', 'fg', 'hi').map((name) => `blacklist ${name}`),
    fc.constantFrom('ab', 'cd_e', 'fg').map((name) => `install ${name} /bin/load it`),
  );

  // Where an alias leads to several modules modprobe loads what it can; the worst of them is told here.
  const single = NAMES.filter((name) => name !== 'crypto-x');
  it('the same of each name, with rules for modules', () => {
    const seen = new Set<string>();
    for (const rules of fc.sample(fc.array(rule, { maxLength: 3 }), { seed: SEED, numRuns: 20 })) {
      const text = `${rules.join('\n')}\n`;
      writeFileSync(join(config, 'a.conf'), text);
      for (const name of single) {
        const expected = theirs(name);
        expect(ours(name, text), `${name}: ${rules.join(', ')}`).toBe(expected);
        seen.add(expected);
      }
    }
    expect([...seen].sort()).toEqual(['absent', 'command', 'denied', 'loadable']);
  });
});
