import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { memorySource } from '@staticfire/read/block-source';
import { type ElfFile, isElf, readElf } from '@staticfire/read/formats/elf';
import { parseLdSoConf } from '@staticfire/read/formats/linux-text';
import { describeOracle, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, expect, it } from 'vitest';
import { describeElf } from '../describe-elf.ts';
import type { LibraryTree, LinkedFile } from './library-tree.ts';
import { readLinkedFile } from './read-linked-file.ts';
import { resolveLibraries } from './resolve-libraries.ts';
import { findSystemDirectories } from './system-directories.ts';

const TIMEOUT = 240_000;
const LINKER = '/lib64/ld-linux-x86-64.so.2';
/** Every n-th program of the system: some hundred. */
const STEP = 4;
const base = mkdtempSync(join(tmpdir(), 'staticfire-link-'));
afterAll(() => rmSync(base, { recursive: true }));

describeOracle('the libraries that programs load, against ldd', toolsFor('ldd', 'gcc'), () => {
  it('finds the directories that are built into the dynamic linker', () => {
    const help = execFileSync(LINKER, ['--help'], { encoding: 'utf8' });
    const listed = [...help.matchAll(/^ {2}(\/\S+) \(system search path\)$/gm)].map(([, path]) => path);
    expect(listed.length).toBeGreaterThan(1);
    expect(findSystemDirectories(openElf(LINKER))).toEqual(listed);
  });

  it('the same files for programs of this system', { timeout: TIMEOUT }, () => {
    const directories = { configured: configuredDirectories('/etc/ld.so.conf'), system: findSystemDirectories(openElf(LINKER))! };
    const programs = ['/usr/bin', '/usr/sbin', '/usr/lib/systemd', '/usr/lib/x86_64-linux-gnu/guestfs']
      .flatMap(elfFilesIn)
      .filter((_, index) => index % STEP === 0);
    let compared = 0;
    for (const program of programs) {
      const file = tree.find(program)!;
      const { libraries, missing } = resolveLibraries(file, tree, directories, { left: 100_000 });
      const expected = ldd(file.path);
      if (expected === undefined) continue;
      const found = libraries.filter(({ name }) => name !== 'ld-linux-x86-64.so.2').map(({ name, path }) => `${name} => ${path}`);
      expect([...found, ...missing.map(({ name }) => `${name} => not found`)].sort(), program).toEqual(expected.sort());
      compared++;
    }
    expect(compared).toBeGreaterThan(150);
  });

  // liba.so, which the program needs, is in l and needs libb.so, which is in l or l/sub.
  it.each([
    ['RPATH is inherited', { program: '--disable-new-dtags,-rpath,$ORIGIN/l', a: '', b: 'l' }, true],
    ['RUNPATH is not', { program: '--enable-new-dtags,-rpath,$ORIGIN/l', a: '', b: 'l' }, false],
    ['a library has its own RUNPATH', { program: '--enable-new-dtags,-rpath,$ORIGIN/l', a: '--enable-new-dtags,-rpath,\u0024{ORIGIN}/sub', b: 'l/sub' }, true],
    ['RUNPATH ends what is inherited', { program: '--disable-new-dtags,-rpath,$ORIGIN/l', a: '--enable-new-dtags,-rpath,/nowhere', b: 'l' }, false],
    [
      'RPATH of the program after that of the library',
      { program: '--disable-new-dtags,-rpath,$ORIGIN/l', a: '--disable-new-dtags,-rpath,$ORIGIN/x', b: 'l' },
      true,
    ],
  ])('%s', (name, { program, a, b }, isFound) => {
    const folder = mkdtempSync(join(base, 'x'));
    const directories = { configured: configuredDirectories('/etc/ld.so.conf'), system: findSystemDirectories(openElf(LINKER))! };
    const path = (file: string): string => join(folder, file);
    mkdirSync(path('l/sub'), { recursive: true });
    writeFileSync(path('x.c'), 'int x(void);\nint main(void) { return 0; }\n');
    gcc('-shared', '-o', path(`${b}/libb.so`), '-Wl,-soname,libb.so', path('x.c'));
    gcc('-shared', '-o', path('l/liba.so'), '-Wl,-soname,liba.so', '-Wl,--no-as-needed', ...linked(a), path('x.c'), path(`${b}/libb.so`));
    gcc('-o', path('program'), '-Wl,--no-as-needed,--unresolved-symbols=ignore-all', ...linked(program), path('x.c'), path('l/liba.so'));
    const { libraries, missing } = resolveLibraries(tree.find(path('program'))!, tree, directories, { left: 100_000 });
    expect(missing.map((each) => each.name)).toEqual(isFound ? [] : ['libb.so']);
    const found = libraries.filter((each) => each.name !== 'ld-linux-x86-64.so.2').map((each) => `${each.name} => ${each.path}`);
    expect([...found, ...missing.map((each) => `${each.name} => not found`)].sort(), name).toEqual(ldd(path('program'))!.sort());
  });
});

const tree: LibraryTree = { find: (path) => files.get(path) ?? remember(path) };
const files = new Map<string, LinkedFile | undefined>();

function remember(path: string): LinkedFile | undefined {
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const elf = isFile && isElf(readFileSync(path).subarray(0, 4)) ? openElf(path) : undefined;
  const file = elf === undefined ? undefined : readLinkedFile(elf, describeElf(elf), realpathSync(path));
  files.set(path, file);
  return file;
}

function openElf(path: string): ElfFile {
  return readElf(memorySource(readFileSync(path)));
}

function elfFilesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && isElf(readFileSync(path).subarray(0, 4)));
}

function gcc(...options: readonly string[]): void {
  execFileSync(toolPath('gcc')!, options, { timeout: 60_000 });
}

function linked(options: string): string[] {
  return options === '' ? [] : [`-Wl,${options}`];
}

function configuredDirectories(file: string): string[] {
  return parseLdSoConf(readFileSync(file), file).flatMap(({ kind, text }) =>
    kind === 'directory'
      ? [text]
      : globSync(resolve(dirname(file), text))
          .sort()
          .flatMap(configuredDirectories),
  );
}

/** `name => path`, links followed; undefined for static programs. The kernel's own library is no file. */
function ldd(program: string): string[] | undefined {
  let output: string;
  try {
    output = execFileSync(toolPath('ldd')!, [program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin' },
      timeout: 30_000,
    });
  } catch {
    return undefined;
  }
  if (/statically linked|not a dynamic/.test(output)) return undefined;
  return [...output.matchAll(/^\t(\S+) => (not found|\S+)/gm)].map(([, name, path]) => `${name} => ${path === 'not found' ? path : realpathSync(path!)}`);
}
