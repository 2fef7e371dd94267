import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import { isElf, readElf } from '@staticfire/read/formats/elf';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { describeElf, type ElfDescription } from './describe-elf.ts';
import { FORTIFIED_FUNCTIONS } from './fortified-functions.ts';

const TIMEOUT = 240_000;
const LIBC = '/usr/lib/x86_64-linux-gnu/libc.so.6';
/** checksec takes six files a second. */
const PROGRAMS = 50;
const LIBRARIES = 30;

describeOracle('hardening against checksec', toolsFor('checksec', 'gcc', 'readelf'), () => {
  it('of programs and libraries of this system', { timeout: TIMEOUT }, () => {
    const files = [...sample('/usr/bin', PROGRAMS), ...sample('/usr/lib/x86_64-linux-gnu', LIBRARIES)];
    expect(files.length).toBe(PROGRAMS + LIBRARIES);
    for (const file of files) expect(ours(file), file).toEqual(checksec(file));
  });

  const folder = mkdtempSync(join(tmpdir(), 'staticfire-checksec-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  it.each([
    ['as gcc does', []],
    ['nothing', ['-no-pie', '-Wl,-z,norelro', '-fno-stack-protector', '-Wl,-z,execstack', '-U_FORTIFY_SOURCE', '-Wl,-z,lazy']],
    ['partial RELRO', ['-Wl,-z,relro', '-Wl,-z,lazy']],
    ['full RELRO', ['-Wl,-z,relro', '-Wl,-z,now']],
    ['binding at once without RELRO', ['-Wl,-z,norelro', '-Wl,-z,now']],
    ['stack protector', ['-fstack-protector-all']],
    ['no stack protector', ['-fno-stack-protector']],
    ['_FORTIFY_SOURCE', ['-O2', '-U_FORTIFY_SOURCE', '-D_FORTIFY_SOURCE=2']],
    ['no _FORTIFY_SOURCE', ['-O2', '-U_FORTIFY_SOURCE']],
    ['an executable stack', ['-Wl,-z,execstack']],
    ['RPATH', ['-Wl,--disable-new-dtags,-rpath,/nowhere']],
    ['RUNPATH', ['-Wl,--enable-new-dtags,-rpath,/nowhere']],
    ['stripped', ['-s']],
    ['a static program', ['-static']],
    ['a static PIE', ['-static-pie']],
    ['a library', ['-shared', '-fPIC', '-Wl,-soname,libx.so']],
    ['an object', ['-c']],
  ])('%s', (name, options) => {
    const [source, file] = [join(folder, 'a.c'), join(folder, name.replaceAll(' ', '-'))];
    writeFileSync(
      source,
      '#include <stdio.h>\n#include <string.h>\nint main(int c, char **v) { char b[64]; strcpy(b, v[0]); printf(v[c - 1]); return b[c]; }\n',
    );
    execFileSync(toolPath('gcc')!, [...options, '-w', '-o', file, source], { timeout: 60_000 });
    expect(ours(file)).toEqual(checksec(file));
  });

  it('knows every function that this C library has a checked form of', () => {
    const symbols = execFileSync(toolPath('readelf')!, ['-W', '--dyn-syms', LIBC], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    const names = [...symbols.matchAll(/ __(\w+)_chk@@/g)].map(([, name]) => name!);
    expect(names.length).toBeGreaterThan(70);
    expect(names.filter((name) => !FORTIFIED_FUNCTIONS.has(name))).toEqual([]);
  });
});

/** Spread over the folder, without libraries that define such functions: checksec counts those, too. */
function sample(folder: string, count: number): string[] {
  const files = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && isElf(readFileSync(path).subarray(0, 4)))
    .filter((path) => !/lib(c|bsd)\.so|ld-linux/.test(path));
  const step = Math.floor(files.length / count);
  return files.filter((_, index) => index % step === 0).slice(0, count);
}

function describe(path: string): ElfDescription {
  return describeElf(readElf(memorySource(readFileSync(path))));
}

const PIE: Readonly<Record<string, string>> = { executable: 'no', static: 'no', pie: 'yes', 'static-pie': 'yes', 'shared-library': 'dso', object: 'rel' };

/** In checksec's words, which have no `unknown`. */
function ours(path: string) {
  const found = describe(path);
  return {
    relro: { none: 'no', partial: 'partial', full: 'full' }[found.relro],
    canary: found.stackProtector === 'yes' ? 'yes' : 'no',
    nx: found.stack === 'no-execute' ? 'yes' : 'no',
    pie: PIE[found.kind],
    rpath: found.rpath === undefined ? 'no' : 'yes',
    runpath: found.runpath === undefined ? 'no' : 'yes',
    symbols: found.stripped ? 'no' : 'yes',
    fortified: String(found.fortify.checked),
    'fortify-able': String(found.fortify.checked + found.fortify.unchecked),
  };
}

function checksec(path: string) {
  const output = execFileSync(toolPath('checksec')!, ['--format=json', `--file=${path}`], { encoding: 'utf8', timeout: 60_000 });
  const { fortify_source: _, ...found } = (JSON.parse(output) as Record<string, Record<string, string>>)[path]!;
  return found;
}
