import { createHash } from 'node:crypto';
import { findBlob } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { BlobList } from '../runner/blob-list.ts';
import { collectSelinuxModules } from './collect-selinux-modules.ts';

const CONFIG = { '/etc/selinux/config': 'SELINUX=enforcing\nSELINUXTYPE=fortified\n' };
const STORE = '/usr/share/factory/var/lib/selinux/fortified/active/modules';
const RULES = '(neverallow container_t os_t (file (write)))\n';
const MIB = 1024 * 1024;

function collect(store: MemoryTree, blobs = new BlobList()) {
  const tree = Object.fromEntries(Object.entries(store).map(([path, content]) => [`${STORE}/${path}`, content]));
  return collectFrom(collectSelinuxModules, { ...CONFIG, ...tree }, { blobs });
}

async function modulesOf(store: MemoryTree): Promise<readonly object[]> {
  return ((await collect(store)) as { value: { modules: readonly object[] } }).value.modules;
}

const named = (modules: readonly object[]) =>
  modules.map((module) =>
    'priority' in module && 'name' in module ? `${module.priority} ${module.name}` : (module as { $unreadable: { kind: string } }).$unreadable.kind,
  );

describe('selinux.modules', () => {
  it('lists what the image ships for the configured policy, and keeps the texts', async () => {
    const blobs = new BlobList();
    const fact = await collect({ '100/rules/cil': RULES, '100/rules/lang_ext': 'cil', '100/base/cil': '(type os_t)', '400/base/cil': '(type x)' }, blobs);
    const module = (priority: number, name: string, text: string) => {
      return { name, priority, path: `${STORE}/${priority}/${name}/cil`, size: text.length, sha256: createHash('sha256').update(text).digest('hex') };
    };
    const modules = [module(100, 'base', '(type os_t)'), { ...module(100, 'rules', RULES), language: 'cil' }, module(400, 'base', '(type x)')];
    expect(fact).toHaveProperty('value', { policyType: 'fortified', folder: STORE, modules });
    const kept = blobs.sorted(['selinux.modules'], 'A')!;
    expect(modules.map(({ sha256 }) => findBlob({ blobs: kept }, sha256)?.toString())).toEqual(['(type os_t)', RULES, '(type x)']);
    expect(fact.sources.map(({ path }) => path)).toEqual([
      '/etc/selinux/config',
      ...modules.flatMap(({ name, path }) => (name === 'rules' ? [path.replace(/cil$/, 'lang_ext'), path] : [path])),
    ]);
  });

  it.each<[string, MemoryTree, readonly string[]]>([
    [
      'priorities by number, names by code unit',
      { '400/a/cil': 'x', '099/b/cil': 'x', '100/Z/cil': 'x', '100/a/cil': 'x' },
      ['99 b', '100 Z', '100 a', '400 a'],
    ],
    ['no folder that is no priority', { 'disabled/a/cil': 'x', '1000/a/cil': 'x', '000/a/cil': 'x', '10/a/cil': 'x', '999/a/cil': 'x' }, ['999 a']],
    ['no file beside modules', { '100/notes': 'x', '100/a/cil': 'x' }, ['100 a']],
    ['a module that is a link', { '100/a/cil': 'x', '100/b': '-> a' }, ['100 a', '100 b']],
    ['an empty module', { '100/a/cil': '' }, ['100 a']],
    ['a language with a line feed', { '100/a/cil': 'x', '100/a/lang_ext': 'cil\n' }, ['100 a']],
  ])('takes %s', async (_, store, expected) => expect(named(await modulesOf(store))).toEqual(expected));

  it.each<[string, MemoryTree, object]>([
    [
      'bzip2',
      { '100/b/cil': Buffer.from('BZh91AY&SY') },
      { kind: 'unsupported', structure: `${STORE}/100/b/cil`, message: expect.stringContaining('found bzip2') },
    ],
    [
      'another language',
      { '100/b/cil': 'x', '100/b/lang_ext': 'pp' },
      { kind: 'unsupported', structure: `${STORE}/100/b/lang_ext`, message: expect.stringContaining('found pp') },
    ],
    ['a language that is no text', { '100/b/cil': 'x', '100/b/lang_ext': Buffer.from([0xff]) }, { kind: 'format', structure: `${STORE}/100/b/lang_ext` }],
    ['a language of 65 bytes', { '100/b/cil': 'x', '100/b/lang_ext': 'c'.repeat(65) }, { kind: 'limit' }],
    ['a module without a text', { '100/b/hll': 'x' }, { kind: 'format', structure: `${STORE}/100/b` }],
    ['a text that is a folder', { '100/b/cil/': '' }, { kind: 'limit' }],
    ['a text that cannot be read', { '100/b/cil': '!' }, { kind: 'format', structure: 'inode' }],
    ['a folder that cannot be read', { '100/b': '!' }, { kind: 'format', structure: 'inode' }],
    ['more than 1 MiB', { '100/b/cil': 'x'.repeat(MIB + 1) }, { kind: 'limit' }],
  ])('%s cannot be read, the others can', async (_, store, failure) => {
    const modules = await modulesOf({ '100/a/cil': 'x', ...store, '100/c/cil': 'x'.repeat(MIB) });
    expect(modules).toMatchObject([{ name: 'a' }, { $unreadable: failure }, { name: 'c' }]);
  });

  it('a priority that cannot be read is one of its own', async () => {
    expect(named(await modulesOf({ '100': '!', '200/a/cil': 'x', disabled: '!' }))).toEqual(['format', '200 a']);
    expect(named(await modulesOf({ '100/a/cil': 'x', '200': '!/' }))).toEqual(['100 a', 'format']);
  });

  it('reads no more than 4 MiB together, and lists 256', async () => {
    const store = (count: number, size: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`100/${String(at).padStart(3, '0')}/cil`, 'x'.repeat(size)]));
    expect(named(await modulesOf(store(5, MIB)))).toEqual(['100 000', '100 001', '100 002', '100 003', 'limit']);
    expect(named(await modulesOf(store(256, 1))).at(-1)).toBe('100 255');
    const many = named(await modulesOf(store(300, 1)));
    expect(many).toHaveLength(257);
    expect(many.slice(-2)).toEqual(['100 255', 'limit']);
  });

  it('does not look at modules of another policy, and is absent without one of this or without a configuration', async () => {
    expect(await collect({ '100/': '', 'disabled/a': '' })).toMatchObject({ state: 'absent' });
    expect(await collectFrom(collectSelinuxModules, { ...CONFIG, [`${STORE.replace('fortified', 'other')}/100/a/cil`]: 'x' })).toMatchObject({
      state: 'absent',
    });
    expect(await collectFrom(collectSelinuxModules, { [`${STORE}/100/a/cil`]: 'x' })).toMatchObject({ state: 'absent' });
  });
});
