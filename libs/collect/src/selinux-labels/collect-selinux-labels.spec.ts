import type { Fact } from '@staticfire/facts';
import { FormatError } from '@staticfire/read/bytes';
import type { FileSystem } from '@staticfire/read/filesystem';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { connectEvidence } from '../evidence/bank-evidence.ts';
import { collectWith } from '../fixtures/collect-from.ts';
import { type MemoryLabels, type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { collectSelinuxLabels } from './collect-selinux-labels.ts';

const FORTIFIED = '/etc/selinux/fortified';
const CONTEXTS = `${FORTIFIED}/contexts/files/file_contexts`;
const POLICY = `${FORTIFIED}/policy/policy.33`;
const OBJECT = 'someone:object_r:object_t:s0';
const SUBJECT = 'someone:object_r:subject_t:s0';
const ALIAS = 'someone:object_r:subject:s0-s0';
const STORE = { '/etc/selinux/config': 'SELINUXTYPE=fortified\n', [POLICY]: writePolicy(smallPolicy) };
const TABLE = `/.* ${OBJECT}\n/.*/bin/x -- ${SUBJECT}\n/etc/.* <<none>>\n`;
const PLACES = { bank: 'A', partitions: [], partition: () => undefined, leafHasher: undefined } as const;
const DIFFERENCE = { partition: 'ROOT', table: CONTEXTS };

interface Disk {
  readonly tree?: MemoryTree;
  readonly labels?: MemoryLabels;
  readonly table?: string;
  readonly boot?: () => FileSystem | undefined;
}

/** The fact of a disk on which everything that is not named has the label that the table says. */
function collect({ tree = {}, labels = {}, table = TABLE, boot = () => undefined }: Disk): Promise<Fact> {
  const files = { ...STORE, [CONTEXTS]: table, ...tree };
  const paths = ['/', '/etc', ...Object.keys(tree).flatMap(withParents)].filter((path) => path === '/etc' || !path.startsWith('/etc'));
  const own = Object.fromEntries(paths.map((path) => [path, OBJECT]));
  const kept = Object.entries({ ...own, ...labels }).filter(([, label]) => label !== '-');
  const root = memoryFileSystem(files, Object.fromEntries(kept));
  const fileSystem = (role: string) => (role === 'BOOT' ? boot() : root);
  return collectWith(collectSelinuxLabels, connectEvidence({ ...PLACES, fileSystem }));
}

function withParents(path: string): string[] {
  const names = path
    .split('/')
    .slice(1)
    .filter((name) => name !== '');
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

describe('selinux.labels', () => {
  it('agrees: NUL at the end, an alias, no label where there is none, the spec of the type', async () => {
    const tree = { '/usr/bin/x': 'x', '/usr/bin/y': '-> x', '/opt/bin/x': '-> y' };
    const fact = await collect({ tree, labels: { '/usr/bin/x': `${ALIAS}\0` } });
    // With a label: /, /etc, /usr, /usr/bin, two names in it, /opt, /opt/bin, one in it. Without: the eight below /etc that `STORE` and the table need.
    const names = { files: 9 + 8, labelled: 9, equal: 9 + 8, unreadable: 0, unknownToPolicy: 0 };
    const counts = [
      { partition: 'ROOT', files: 3, directories: 5, others: 0, example: '/etc/selinux/config' },
      { partition: 'ROOT', label: OBJECT, files: 0, directories: 6, others: 2, example: '/' },
      { partition: 'ROOT', label: ALIAS, files: 1, directories: 0, others: 0, example: '/usr/bin/x' },
    ];
    expect(fact).toHaveProperty('value', { partitions: ['ROOT'], ...names, counts, differences: [], omitted: [] });
  });

  it('tells every kind of difference, with the line that decides', async () => {
    const tree = { '/usr/bin/x': 'x', '/a': 'a', '/b/': '', '/c': '-> a' };
    const labels = { '/usr/bin/x': OBJECT, '/a': '-', '/b': 'someone:object_r:x_t:s0', '/etc/selinux': OBJECT };
    expect(await collect({ tree, labels })).toMatchObject({
      value: {
        equal: 12,
        unknownToPolicy: 1,
        differences: [
          { ...DIFFERENCE, path: '/a', type: 'file', kind: 'missing', expected: OBJECT, tableLine: 1 },
          { ...DIFFERENCE, path: '/b', type: 'directory', kind: 'invalid', expected: OBJECT, found: 'someone:object_r:x_t:s0', tableLine: 1 },
          { ...DIFFERENCE, path: '/etc/selinux', type: 'directory', kind: 'unexpected', found: OBJECT, tableLine: 3 },
          { ...DIFFERENCE, path: '/usr/bin/x', type: 'file', kind: 'different', expected: SUBJECT, found: OBJECT, tableLine: 2 },
        ],
      },
    });
  });

  it('looks a path up as it is in the partition, and tells it without the sysroot', async () => {
    const path = '/x86_64-bottlerocket-linux-gnu/sys-root/usr/bin/x';
    const fact = await collect({ tree: { [path]: 'x' }, table: `/.* ${OBJECT}\n/etc/.* <<none>>\n/x86_64-.*/bin/x ${SUBJECT}\n` });
    expect(fact).toMatchObject({ value: { differences: [{ path: '/usr/bin/x', expected: SUBJECT, tableLine: 3 }] } });
  });

  it('lists five of a folder and kind and counts the rest', async () => {
    const names = Array.from({ length: 7 }, (_, index) => `/lib/${index}`);
    const fact = await collect({ tree: Object.fromEntries(names.map((name) => [name, ''])), labels: Object.fromEntries(names.map((name) => [name, 'x'])) });
    const omitted = [{ partition: 'ROOT', directory: '/lib', kind: 'invalid', count: 2 }];
    expect(fact).toMatchObject({ value: { unknownToPolicy: 7, differences: names.slice(0, 5).map((path) => ({ path })), omitted } });
  });

  it('compares BOOT as well, unless it is FAT', async () => {
    const tree = { '/vmlinuz': '', '/config': '' };
    const boot = memoryFileSystem(tree, { '/': OBJECT, '/config': OBJECT });
    const differences = [{ ...DIFFERENCE, partition: 'BOOT', path: '/vmlinuz', kind: 'missing' }];
    expect(await collect({ boot: () => boot })).toMatchObject({ value: { partitions: ['ROOT', 'BOOT'], files: 13, equal: 12, differences } });
    const fat: FileSystem = { ...boot, info: { ...boot.info, type: 'vfat' } };
    expect(await collect({ boot: () => fat })).toMatchObject({ value: { partitions: ['ROOT'], files: 10, differences: [] } });
  });

  it('is unreadable when BOOT, the policy or an expression that a path needs is', async () => {
    const boot = () => {
      throw new FormatError({ structure: 'superblock', message: 'it is damaged' });
    };
    expect(await collect({ boot })).toMatchObject({ state: 'unreadable', error: { structure: 'superblock' } });
    expect(await collect({ tree: { [POLICY]: 'x' } })).toMatchObject({ state: 'unreadable', error: { structure: expect.stringContaining(POLICY) } });
    expect(await collect({ table: '/(.*x)*y u:r:t\n' })).toMatchObject({ state: 'unreadable', error: { kind: 'limit', structure: CONTEXTS, field: 'line 1' } });
    expect(await collect({ table: '/(x u:r:t\n' })).toMatchObject({ state: 'unreadable', error: { structure: CONTEXTS, field: 'line 1' } });
  });

  it('counts names that cannot be read, which rules see in the list', async () => {
    const fact = await collect({ tree: { '/a': '!', '/b': '' }, labels: { '/b': '!' } });
    const unreadable = (structure: string) => ({ $unreadable: { kind: 'format', structure } });
    expect(fact).toMatchObject({ value: { unreadable: 2, files: 10, differences: [unreadable('inode'), unreadable('attributes')] } });
  });

  it('does not tell what the policy knows when there is none, and is absent without a table', async () => {
    const root = (tree: MemoryTree) => connectEvidence({ ...PLACES, fileSystem: () => memoryFileSystem(tree) });
    const config = { '/etc/selinux/config': STORE['/etc/selinux/config']! };
    expect(await collectWith(collectSelinuxLabels, root({ ...config, [CONTEXTS]: '/x u:r:t\n' }))).not.toHaveProperty('value.unknownToPolicy');
    expect(await collectWith(collectSelinuxLabels, root(config))).toMatchObject({ state: 'absent' });
  });

  it('counts labels of each partition for itself, by their text, with normalised paths', async () => {
    const path = '/x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/modules/6.1.2/a';
    const boot = memoryFileSystem({ '/a': '', '/b': '' }, { '/': OBJECT, '/a': '', '/b': 'a:b:c\0' });
    const fact = await collect({ tree: { [path]: '' }, labels: { [path]: 'z' }, boot: () => boot });
    const count = { files: 0, directories: 0, others: 0 };
    expect((fact as { value: { counts: object[] } }).value.counts.slice(2)).toEqual([
      { partition: 'ROOT', label: 'z', ...count, files: 1, example: '/usr/lib/modules/{kver}/a' },
      { partition: 'BOOT', label: '', ...count, files: 1, example: '/a' },
      { partition: 'BOOT', label: 'a:b:c', ...count, files: 1, example: '/b' },
      { partition: 'BOOT', label: OBJECT, ...count, directories: 1, example: '/' },
    ]);
  });

  it('lists a thousand different labels, and goes on counting these', async () => {
    const names = Array.from({ length: 1100 }, (_, index) => `/lib/${String(index).padStart(4, '0')}`);
    const labels = Object.fromEntries(names.map((name) => [name, name]));
    const tree = Object.fromEntries([...names, '/zz'].map((name) => [name, '']));
    const root = memoryFileSystem({ '/etc/selinux/config': STORE['/etc/selinux/config']!, [CONTEXTS]: '/x u:r:t\n', ...tree }, { ...labels, '/zz': names[0]! });
    const fact = await collectWith(collectSelinuxLabels, connectEvidence({ ...PLACES, fileSystem: (role) => (role === 'ROOT' ? root : undefined) }));
    const { counts } = (fact as { value: { counts: object[] } }).value;
    expect(counts).toHaveLength(1001);
    expect(counts[0]).toMatchObject({ example: '/etc/selinux/config', directories: 7, files: 2 });
    expect(counts[1]).toMatchObject({ label: names[0], example: names[0], files: 2 });
    expect(counts.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('looks at no more than a thousand different labels', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `/lib/${index}`);
    const fact = await collect({ tree: Object.fromEntries(names.map((name) => [name, ''])), labels: Object.fromEntries(names.map((name) => [name, name])) });
    expect(fact).toMatchObject({ state: 'unreadable', error: { kind: 'limit', structure: 'security.selinux' } });
  });
});
