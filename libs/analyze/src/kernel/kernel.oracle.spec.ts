import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseModprobeFile, parseSysctlFile } from '@staticfire/read/formats/linux-text';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ModprobeConfig } from './modprobe-config.ts';
import { orderAssignments } from './sysctl-assignments.ts';
import { matchesKey } from './sysctl-glob.ts';

const SEED = 20261125;
const SYSCTL = '/lib/systemd/systemd-sysctl';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-kernel-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

// Every key lies below a parameter that does not exist, so that systemd-sysctl says what it would write and writes nothing.
describeOracle('sysctl.d against systemd-sysctl', toolsFor('systemd-tmpfiles'), () => {
  const line = fc
    .tuple(fc.constantFrom('', '-'), fc.constantFrom('a', 'b', 'c', 'a.x', 'b/y'), fc.constantFrom('=1', '=2', ' = 1', ''))
    .map(([minus, key, value]) => `${minus}staticfire.${key}${value}`);
  const file = fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n'));

  it('the same writings in the same order from random files', () => {
    let writes = 0;
    for (const texts of fc.sample(fc.array(file, { minLength: 1, maxLength: 4 }), { seed: SEED, numRuns: 150 })) {
      const paths = texts.map((text, index) => {
        const path = join(folder, `${index}.conf`);
        writeFileSync(path, text);
        return path;
      });
      const env = { SYSTEMD_LOG_LEVEL: 'debug', SYSTEMD_LOG_TARGET: 'console' };
      const { stderr } = spawnSync(SYSCTL, paths, { encoding: 'utf8', env, timeout: 30_000 });
      const expected = [...stderr.matchAll(/^Setting '\/proc\/sys\/(.*)' to '(.*)'$/gm)].map(([, path, value]) => `${path}=${value}`);
      const files = paths.map((path, index) => ({ path, name: `${index}.conf`, state: 'read', readable: true }));
      const lines = paths.flatMap((path, index) => parseSysctlFile(Buffer.from(texts[index]!), path).map((each) => ({ file: path, ...each })));
      const ours = orderAssignments(files, lines).flatMap(({ key, value }) =>
        value === undefined ? [] : [`${key.replaceAll(/[/.]/g, (sign) => (sign === '.' ? '/' : '.'))}=${value}`],
      );
      expect(ours, texts.join('\n---\n')).toEqual(expected);
      writes += ours.length;
    }
    expect(writes).toBeGreaterThan(200);
  });
});

describeOracle('globs of sysctl.d against fnmatch(3), step by step as glob(3) goes', toolsFor('python3'), () => {
  const keys = ['kernel.panic', 'net.ipv4.tcp_mem', 'net.ipv4.conf.all', 'net.e.a', 'a.ll.t', 'x.x', ']x.e', 'e-f.*'];
  const changes: readonly ((part: string) => string)[] = [
    (part) => part,
    () => '*',
    (part) => `?${part.slice(1)}`,
    (part) => `[${part[0]}]${part.slice(1)}`,
    (part) => `[!${part[0]}]${part.slice(1)}`,
    (part) => `[a-n]${part.slice(1)}`,
    (part) => `${part.slice(0, 2)}*${part.slice(-1)}`,
    (part) => `*${part}*`,
    (part) => `\\${part}`,
    (part) => `[]${part[0]}]*`,
    (part) => `[${part}`,
  ];
  const glob = fc.tuple(fc.constantFrom(...keys), fc.array(fc.constantFrom(...changes), { minLength: 4, maxLength: 4 })).map(([key, change]) =>
    key
      .split('.')
      .map((part, at) => change[at]!(part))
      .join('.'),
  );

  it('the same keys for random globs', () => {
    const script = [
      'import ctypes,json,sys',
      'libc=ctypes.CDLL(None)',
      'def fits(g,k): return len(g)==len(k) and all(libc.fnmatch(a.encode(),b.encode(),5)==0 for a,b in zip(g,k))',
      'for g,k in json.load(sys.stdin): print(int(fits(g.split("."),k.split("."))))',
    ].join('\n');
    const pairs = fc.sample(glob, { seed: SEED, numRuns: 400 }).flatMap((each) => keys.map((key) => [each, key] as const));
    const output = execFileSync(toolPath('python3')!, ['-c', script], { encoding: 'utf8', input: JSON.stringify(pairs) });
    const expected = output
      .trim()
      .split('\n')
      .map((each) => each === '1');
    expect(pairs.map(([each, key]) => [each, key, matchesKey(each, key)])).toEqual(pairs.map(([each, key], index) => [each, key, expected[index]]));
    expect(expected.filter(Boolean).length).toBeGreaterThan(200);
  });
});

describeOracle('modprobe.d against modprobe', toolsFor('modprobe', 'depmod', 'objcopy'), () => {
  const MODULES = ['ab', 'a_c', 'bd'];
  let config: string;
  beforeAll(() => {
    const modules = join(folder, 'root/lib/modules/1.0');
    mkdirSync(join(modules, 'kernel'), { recursive: true });
    writeFileSync(join(folder, 'info'), 'license=GPL\0');
    for (const name of MODULES) {
      const args = ['-I', 'binary', '-O', 'elf64-x86-64', '--rename-section', '.data=.modinfo', join(folder, 'info'), join(modules, `kernel/${name}.ko`)];
      execFileSync(toolPath('objcopy')!, args);
    }
    for (const name of ['modules.order', 'modules.builtin']) writeFileSync(join(modules, name), '');
    execFileSync(toolPath('depmod')!, ['-b', join(folder, 'root'), '1.0'], { stdio: 'ignore' });
    config = join(folder, 'config');
  });

  /** The command that modprobe would run, or undefined when it would load the module. */
  function runs(module: string): string | undefined {
    const args = ['-C', config, '-d', join(folder, 'root'), '-S', '1.0', '-n', '-v', module];
    const { stdout } = spawnSync(toolPath('modprobe')!, args, { encoding: 'utf8', timeout: 30_000 });
    return /^install (.*)$/m.exec(stdout)?.[1]?.trim();
  }

  const name = fc.constantFrom('ab', 'a-c', 'a_c', 'bd', 'a*', '?d', '[ab]*', 'b[!d]', 'zz', '*');
  const line = fc.tuple(
    fc.constantFrom('install', 'install', 'blacklist', 'options'),
    name,
    fc.constantFrom('/bin/true', '/bin/false', '/bin/echo 1', '/bin/echo 2'),
  );
  const file = fc.array(
    line.map((parts) => parts.join(' ')),
    { maxLength: 4 },
  );

  it('the same command for each module from random files', () => {
    let commands = 0;
    for (const texts of fc.sample(fc.array(file, { minLength: 1, maxLength: 3 }), { seed: SEED, numRuns: 60 })) {
      rmSync(config, { recursive: true, force: true });
      mkdirSync(config);
      const files = texts.map((_, index) => ({ path: `/c/${9 - index}.conf`, name: `${9 - index}.conf`, state: 'read', readable: true }));
      for (const [index, { name: base }] of files.entries()) writeFileSync(join(config, base), `${texts[index]!.join('\n')}\n`);
      const lines = files.flatMap(({ path }, index) =>
        parseModprobeFile(Buffer.from(`${texts[index]!.join('\n')}\n`), path).map((each) => ({ file: path, ...each })),
      );
      const ours = new ModprobeConfig(files, lines);
      for (const module of MODULES) {
        const expected = runs(module);
        expect(ours.commandOf(module), `${module}: ${JSON.stringify(texts)}`).toBe(expected);
        if (expected !== undefined) commands++;
      }
    }
    expect(commands).toBeGreaterThan(50);
  });
});
