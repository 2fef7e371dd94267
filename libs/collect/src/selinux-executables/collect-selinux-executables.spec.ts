import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { connectEvidence } from '../evidence/bank-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { type MemoryLabels, type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectSelinuxExecutables } from './collect-selinux-executables.ts';

const SYSROOT = '/x86_64-bottlerocket-linux-gnu/sys-root';
const OS = 'system_u:object_r:os_t:s0';
const API = 'system_u:object_r:api_exec_t:s0';

/** The fact of a ROOT on which every file whose name has no dot may be executed by someone. */
function collect(tree: MemoryTree, labels: MemoryLabels = {}): Promise<Fact> {
  const fs = memoryFileSystem(tree, labels);
  const named = new Map([...fs.list(fs.rootInode)].map(({ name, inode }) => [inode, name]));
  const isProgram = (inode: number) => !(named.get(inode) ?? '').includes('.');
  const stat: typeof fs.stat = (inode) => {
    const found = fs.stat(inode);
    return found.type === 'file' && isProgram(inode) ? { ...found, mode: [0o744, 0o610, 0o601][inode % 3]! } : found;
  };
  const places = { bank: 'A', partitions: [], partition: () => undefined, leafHasher: undefined } as const;
  return collectWith(collectSelinuxExecutables, connectEvidence({ ...places, fileSystem: () => ({ ...fs, stat }) }));
}

const listed = async (tree: MemoryTree, labels?: MemoryLabels) =>
  ((await collect(tree, labels)) as { value: { executables: readonly object[] } }).value.executables;

describe('selinux.executables', () => {
  it('tells for each label which executable files have it, sorted, those without one first', async () => {
    const tree = { '/c': 'x', '/a': 'x', '/b': 'x', '/d': 'x', '/e': 'x', '/data.txt': 'x', '/link': '-> a', '/folder/': '' };
    const labels = { '/c': OS, '/a': `${OS}\0`, '/b': API, '/e': '', '/data.txt': OS, '/link': OS, '/folder': OS };
    expect(await listed(tree, labels)).toEqual([
      { paths: ['/d'] },
      { label: '', paths: ['/e'] },
      { label: API, paths: ['/b'] },
      { label: OS, paths: ['/a', '/c'] },
    ]);
  });

  it('names paths as rules do', async () => {
    const path = `${SYSROOT}/usr/bin/x`;
    expect(await listed({ [path]: 'x' }, { [path]: OS })).toEqual([{ label: OS, paths: ['/usr/bin/x'] }]);
  });

  it('keeps bytes that are no text apart', async () => {
    expect(await listed({ '/a': '', '/b': '' }, { '/a': '\xff', '/b': '\xfe\n' })).toEqual([
      { label: '\xfe\n', paths: ['/b'] },
      { label: '\xff', paths: ['/a'] },
    ]);
  });

  it('tells what could not be read after what could', async () => {
    const tree = { '/a': '!', '/b': 'x', '/c': 'x' };
    expect(await listed(tree, { '/b': '!', '/c': OS })).toMatchObject([
      { label: OS, paths: ['/c'] },
      { $unreadable: { kind: 'format', structure: 'inode' } },
      { $unreadable: { kind: 'format', structure: 'attributes' } },
    ]);
  });

  it('lists 10 000 paths, and says that there are more', async () => {
    const names = Array.from({ length: 10_001 }, (_, index) => `/${index}`);
    const tree = Object.fromEntries(names.map((name) => [name, '']));
    const elements = await listed(tree, Object.fromEntries(names.map((name) => [name, OS])));
    expect(elements).toMatchObject([{ label: OS }, { $unreadable: { kind: 'limit', structure: 'executable files' } }]);
    expect((elements[0] as { paths: string[] }).paths).toHaveLength(10_000);
    expect(await listed(Object.fromEntries(names.slice(1).map((name) => [name, ''])))).toHaveLength(1);
  });

  it('does not become larger than 2 MiB by labels that are made to be long', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `/${index}`);
    const elements = await listed(Object.fromEntries(names.map((name) => [name, ''])), Object.fromEntries(names.map((name) => [name, name.padEnd(65_000)])));
    expect(JSON.stringify(elements).length).toBeLessThan(2.1 * 1024 * 1024);
    expect(elements.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('is there when nothing is executable', async () => expect(await listed({ '/a.txt': '' })).toEqual([]));
});
