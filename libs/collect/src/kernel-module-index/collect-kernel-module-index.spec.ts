import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectKernelModuleIndex } from './collect-kernel-module-index.ts';
import type { KernelModuleIndex } from './kernel-module-index.schema.ts';

const KERNEL = '6.12.79';
const FOLDER = `/usr/lib/modules/${KERNEL}`;
const UNREADABLE = [{ $unreadable: { kind: 'format' } }];

async function collect(files: MemoryTree): Promise<KernelModuleIndex> {
  const tree = Object.fromEntries(Object.entries(files).map(([path, content]) => [path.startsWith('/') ? path : `${FOLDER}/${path}`, content]));
  const fact = await collectFrom(collectKernelModuleIndex, tree);
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as KernelModuleIndex;
}

const paths = (list: KernelModuleIndex['missing']) => list.map((each) => ('path' in each ? each.path : '?'));

describe('kernel.module-index', () => {
  it('files and modules.dep agree, with modules that others need', async () => {
    const { folders, missing, unlisted } = await collect({
      'kernel/fs/udf/udf.ko.gz': '',
      'kernel/lib/crc-itu-t.ko.gz': '',
      'modules.dep': 'kernel/fs/udf/udf.ko.gz: kernel/lib/crc-itu-t.ko.gz\nkernel/lib/crc-itu-t.ko.gz:\n',
    });
    expect([folders, missing, unlisted]).toEqual([[{ path: '/usr/lib/modules/{kver}', kernel: KERNEL, dependencies: 2 }], [], []]);
  });

  it('tells what one of them lacks', async () => {
    const { missing, unlisted } = await collect({
      'kernel/b.ko': '',
      'kernel/a.ko': '',
      'extra/c.ko': '-> ../kernel/a.ko',
      'modules.dep': 'kernel/a.ko: kernel/gone.ko\nkernel/no.ko:',
      'modules.dep.bin': 'x',
      'kernel/readme': '',
    });
    expect([paths(missing), paths(unlisted)]).toEqual([
      ['kernel/gone.ko', 'kernel/no.ko'],
      ['extra/c.ko', 'kernel/b.ko'],
    ]);
  });

  it('counts nothing in a file with a name that every object has', async () => {
    expect((await collect({ constructor: 'a\n', 'kernel/a.ko': '', 'modules.dep': 'kernel/a.ko:\n' })).folders).toEqual([
      { path: '/usr/lib/modules/{kver}', kernel: KERNEL, dependencies: 1 },
    ]);
  });

  it('says nothing of files where there is no modules.dep', async () => expect((await collect({ 'kernel/a.ko': '' })).unlisted).toEqual([]));

  it('aliases that name things, of modules and of what is built in', async () => {
    const { aliases, folders } = await collect({
      'modules.alias':
        '# Aliases extracted from modules themselves.\nalias fs-udf udf\nalias pci:v00008086d* ena\nalias crypto-sha3-224 sha3_generic\nnonsense\n',
      'modules.builtin.modinfo': 'sha256.alias=crypto-sha256\0sha256.license=GPL\0virtio.alias=virtio:d1v*\0aes.alias=aes\0',
    });
    expect(aliases).toEqual([
      { kernel: KERNEL, alias: 'fs-udf', module: 'udf', builtin: false },
      { kernel: KERNEL, alias: 'crypto-sha3-224', module: 'sha3_generic', builtin: false },
      { kernel: KERNEL, alias: 'crypto-sha256', module: 'sha256', builtin: true },
      { kernel: KERNEL, alias: 'aes', module: 'aes', builtin: true },
    ]);
    expect(folders).toMatchObject([{ aliases: 4, builtinEntries: 4 }]);
  });

  it('soft dependencies', async () => {
    const text = '# Soft dependencies.\nsoftdep a pre: b c post: d\nsoftdep e post: f\nsoftdep g\nalias x y';
    expect((await collect({ 'modules.softdep': text })).softDependencies).toEqual([
      { kernel: KERNEL, module: 'a', pre: ['b', 'c'], post: ['d'] },
      { kernel: KERNEL, module: 'e', pre: [], post: ['f'] },
      { kernel: KERNEL, module: 'g', pre: [], post: [] },
    ]);
  });

  it('cuts lines where pieces of a file end', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `alias name${index} m${index}\n`);
    const { aliases, folders } = await collect({ 'modules.alias': lines.join('') });
    expect(folders).toMatchObject([{ aliases: 20_000 }]);
    expect(aliases.at(9_999)).toMatchObject({ alias: 'name9999', module: 'm9999' });
    expect(aliases.at(10_000)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('a line that is too long, and what is behind it: of this file alone', async () => {
    const { folders, aliases, softDependencies } = await collect({
      'modules.alias': `alias a b\nalias c ${'x'.repeat(70_000)}\nalias d e\n`,
      'modules.dep': 'kernel/a.ko:\n',
    });
    expect(aliases).toMatchObject([{ alias: 'a' }, { $unreadable: { kind: 'limit', structure: '/usr/lib/modules/{kver}/modules.alias', field: 'line' } }]);
    expect([folders, softDependencies.length]).toEqual([[{ path: '/usr/lib/modules/{kver}', kernel: KERNEL, dependencies: 1 }], 1]);
  });

  it.each([
    ['/usr/lib', '!'],
    [FOLDER, '!/'],
  ])('says so when files may be missing: %s', async (folder, damage) => {
    const { missing, unlisted, aliases, softDependencies } = await collect({ [folder]: damage });
    expect([missing, unlisted, aliases, softDependencies]).toMatchObject(Array(4).fill(UNREADABLE));
  });

  it('is not concerned with damage elsewhere', async () => expect((await collect({ '/usr/share/x': '!' })).missing).toEqual([]));
});
