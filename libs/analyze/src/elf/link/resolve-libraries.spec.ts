import { describe, expect, it } from 'vitest';
import type { LibraryTree, LinkedFile } from './library-tree.ts';
import { resolveLibraries } from './resolve-libraries.ts';

const DIRECTORIES = { configured: ['/opt/lib'], system: ['/lib', '/usr/lib'] };
type Given = Partial<LinkedFile>;

function file(path: string, given: Given = {}): LinkedFile {
  const common: LinkedFile = {
    path,
    kind: 'shared-library',
    machine: 'x86_64',
    bits: 64,
    needed: [],
    noDefaultLibraries: false,
    neededVersions: [],
    definedVersions: new Set(),
  };
  return { ...common, ...given };
}

/** Files by path; a key with an arrow is a link. */
function treeOf(given: Readonly<Record<string, Given>>): LibraryTree {
  const files = new Map(
    Object.entries(given).map(([key, each]) => {
      const [path, target] = key.split(' -> ');
      return [path!, file(target ?? path!, each)];
    }),
  );
  return { find: (path) => files.get(path) };
}

const link = (program: Given, given: Readonly<Record<string, Given>>, budget = { left: 1000 }) =>
  resolveLibraries(file('/bin/x', { kind: 'pie', ...program }), treeOf(given), DIRECTORIES, budget);

describe('what is loaded', () => {
  it('is what is needed, and what that needs, breadth first and once', () => {
    const { libraries, missing } = link(
      { needed: ['liba.so', 'libb.so'], interpreter: '/lib64/ld.so' },
      {
        '/lib64/ld.so -> /lib/ld-2.so': { soname: 'ld.so' },
        '/lib/liba.so': { soname: 'liba.so', needed: ['libc.so.6', 'ld.so'] },
        '/usr/lib/libb.so -> /usr/lib/libb.so.1': { needed: ['libc.so.6', 'liba.so'] },
        '/lib/libc.so.6': { soname: 'libc.so.6', needed: ['ld.so'] },
      },
    );
    expect(libraries).toEqual([
      { name: 'liba.so', path: '/lib/liba.so' },
      { name: 'libb.so', path: '/usr/lib/libb.so.1' },
      { name: 'libc.so.6', path: '/lib/libc.so.6' },
      { name: 'ld.so', path: '/lib/ld-2.so' },
    ]);
    expect(missing).toEqual([]);
  });

  it('is not what is not there', () => {
    expect(link({ needed: ['liba.so'] }, { '/lib/liba.so': { needed: ['libz.so'] } })).toEqual({
      libraries: [{ name: 'liba.so', path: '/lib/liba.so' }],
      missing: [{ name: 'libz.so', neededBy: '/lib/liba.so' }],
    });
  });

  it.each<[string, Given, string | undefined]>([
    ['of another class', { bits: 32 }, '/usr/lib/liba.so'],
    ['of another machine', { machine: 'aarch64' }, '/usr/lib/liba.so'],
    ['a program', { kind: 'pie' }, '/usr/lib/liba.so'],
    ['a library', {}, '/lib/liba.so'],
  ])('in the first directory: %s', (_, first, expected) => {
    expect(link({ needed: ['liba.so'] }, { '/lib/liba.so': first, '/usr/lib/liba.so': {} }).libraries).toEqual([{ name: 'liba.so', path: expected }]);
  });

  it.each<[string, Given, string, readonly string[]]>([
    ['configured directories before those of the system', {}, 'liba.so', ['/opt/lib/liba.so', '/lib/liba.so']],
    ['a path', {}, '/srv/a.so', ['/srv/a.so']],
    ['no configured directory for other names than ldconfig takes', {}, 'plugin.so', ['/lib/plugin.so', '/opt/lib/plugin.so']],
    ['no directory of the system for who wants none', { noDefaultLibraries: true }, 'liba.so', ['/opt/lib/liba.so', '/lib/liba.so']],
    ['RPATH before all', { rpath: ['$ORIGIN/../own'] }, 'liba.so', ['/bin/../own/liba.so', '/opt/lib/liba.so']],
    ['RUNPATH before the configured ones', { runpath: ['/own'] }, 'liba.so', ['/own/liba.so', '/opt/lib/liba.so']],
    ['no RPATH beside RUNPATH', { rpath: ['/old'], runpath: ['/own'] }, 'liba.so', ['/own/liba.so', '/old/liba.so']],
    ['what some processors alone find', {}, 'liba.so', ['/lib/glibc-hwcaps/x86-64-v3/liba.so', '/elsewhere/liba.so']],
  ])('%s', (_, program, name, [first, second]) => {
    const given = { [first!]: {}, ...(second === undefined ? {} : { [second]: {} }) };
    expect(link({ ...program, needed: [name] }, given)).toEqual({ libraries: [{ name, path: first }], missing: [] });
  });

  it.each(['$PLATFORM/x', 'relative', ''])('no directory that is not known: "%s"', (path) => {
    const given = { '/bin/$PLATFORM/x/liba.so': {}, 'relative/liba.so': {}, '/liba.so': {} };
    expect(link({ needed: ['liba.so'], rpath: [path] }, given).missing).toHaveLength(1);
  });
});

describe('versions', () => {
  const needing = (definedVersions: readonly string[]) =>
    link(
      { needed: ['libc.so.6'], neededVersions: [{ file: 'libc.so.6', versions: ['GLIBC_2.34', 'GLIBC_2.99'] }] },
      { '/lib/libc.so.6': { soname: 'libc.so.6', definedVersions: new Set(definedVersions) } },
    ).missing;
  it('that a library does not define are missing', () => {
    expect(needing(['GLIBC_2.2.5', 'GLIBC_2.34'])).toEqual([{ name: 'libc.so.6', version: 'GLIBC_2.99', neededBy: '/bin/x' }]);
  });
  it('are not asked of a library without any', () => {
    expect(needing([])).toEqual([]);
  });
});

it('looking for too many names is over a limit', () => {
  const needed = Array.from({ length: 50 }, (_, index) => `lib${index}.so`);
  expect(() => link({ needed }, {}, { left: 100 })).toThrow(/more names/);
});
