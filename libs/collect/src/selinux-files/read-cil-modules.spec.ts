import { describe, expect, it } from 'vitest';
import { type MemoryTree, memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { readCilModules } from './index.ts';

const STORE = '/usr/share/factory/var/lib/selinux/fortified/active/modules';

function read(store: MemoryTree, policyType = 'fortified') {
  const tree = Object.fromEntries(Object.entries(store).map(([path, content]) => [`${STORE}/${path}`, content]));
  return readCilModules(memoryFileSystem(tree), policyType)?.map(({ path, bytes }) => [path.slice(STORE.length + 1), Buffer.from(bytes).toString()]);
}

describe('readCilModules', () => {
  it.each<[string, MemoryTree, readonly (readonly string[])[] | undefined]>([
    [
      'modules by name',
      { '100/rules/cil': '(b)', '100/rules/lang_ext': 'cil', '100/base/cil': '(a)' },
      [
        ['100/base/cil', '(a)'],
        ['100/rules/cil', '(b)'],
      ],
    ],
    ['that of the highest priority', { '400/a/cil': '4', '099/a/cil': '9', '100/a/cil': '1' }, [['400/a/cil', '4']]],
    ['none that is disabled', { '100/a/cil': 'x', '100/b/cil': 'y', 'disabled/a': '' }, [['100/b/cil', 'y']]],
    ['none of what is no priority', { '100/a/cil': 'x', '000/b/cil': 'x', '1000/c/cil': 'x', 'old/d/cil': 'x' }, [['100/a/cil', 'x']]],
    ['nothing', { '100/': '' }, undefined],
  ])('gives %s', (_, store, modules) => {
    expect(read(store)).toEqual(modules);
  });

  it('has none for another policy', () => {
    expect(read({ '100/a/cil': 'x' }, 'targeted')).toBeUndefined();
  });

  it.each<[string, MemoryTree, string]>([
    ['without a text', { '100/a/hll': 'x' }, '100/a: the module has no file cil'],
    ['that is compressed', { '100/a/cil': 'BZh91AY&SY' }, '100/a/cil: found bzip2, expected CIL text'],
    ['that cannot be read', { '100/a/cil': '!' }, 'is damaged'],
    ['of which a folder cannot be read', { '100': '!/' }, 'is damaged'],
    ['above 8 MiB with the others', { '100/a/cil': 'x', '100/b/cil': 'y'.repeat(8 * 1024 * 1024) }, 'at most 8388607 are read'],
  ])('refuses a module %s', (_, store, message) => {
    expect(() => read(store)).toThrow(message);
  });

  it('refuses more than a thousand modules', () => {
    const names = Array.from({ length: 1001 }, (_, index) => `100/m${index}/cil`);
    expect(() => read(Object.fromEntries(names.map((name) => [name, 'x'])))).toThrow('found 1001, expected at most 1000 modules');
  });
});
