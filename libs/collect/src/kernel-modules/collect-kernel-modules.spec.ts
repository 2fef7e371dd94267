import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectKernelModules } from './collect-kernel-modules.ts';

const SR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';

describe('kernel.modules', () => {
  it('lists modules of every compression with normal paths', async () => {
    const folder = `${SR}/lib/modules/6.1.112`;
    const fact = await collectFrom(collectKernelModules, {
      '/lib': `-> .${SR}/lib`,
      [`${folder}/kernel/fs/udf/udf.ko.gz`]: 'x',
      [`${folder}/kernel/net/nf-a.ko`]: 'xyz',
      [`${folder}/kernel/net/b.ko.xz`]: '',
      [`${folder}/extra/c.ko.zst`]: '-> ../kernel/net/b.ko.xz',
      [`${folder}/kernel/readme.ko.txt`]: '',
      [`${folder}/modules.builtin`]: 'kernel/a.ko\nkernel/nf-b.ko\n',
      [`${folder}/modules.dep`]: '',
    });
    expect(fact).toMatchObject({
      value: {
        folders: [
          {
            path: '/usr/lib/modules/{kver}',
            kernel: '6.1.112',
            modules: 4,
            builtin: 2,
            builtinNames: ['a', 'nf_b'],
            files: ['modules.builtin', 'modules.dep'],
          },
        ],
        modules: [
          { path: '/usr/lib/modules/{kver}/extra/c.ko.zst', name: 'c', compression: 'zstd', type: 'symlink' },
          { path: '/usr/lib/modules/{kver}/kernel/fs/udf/udf.ko.gz', kernel: '6.1.112', name: 'udf', compression: 'gzip', type: 'file', size: 1 },
          { name: 'b', compression: 'xz' },
          { name: 'nf_a', compression: 'none', size: 3 },
        ],
      },
    });
  });

  it('says so when modules.builtin is not what a kernel has', async () => {
    const fact = await collectFrom(collectKernelModules, { '/usr/lib/modules/6.1/modules.builtin': 'x'.repeat(5000), '/usr/lib/modules/6.1/a.ko': '' });
    expect(fact).toMatchObject({ value: { folders: [{ kernel: '6.1' }, { $unreadable: { kind: 'limit' } }], modules: [{ name: 'a' }] } });
    expect(JSON.stringify(fact)).not.toContain('builtinNames');
  });

  it('says so when a folder on the way or a module cannot be read', async () => {
    expect(await collectFrom(collectKernelModules, { '/usr/lib': '!' })).toMatchObject({ value: { modules: [{ $unreadable: { kind: 'format' } }] } });
    expect(await collectFrom(collectKernelModules, { '/usr/lib/modules/6.1/a.ko': '!' })).toMatchObject({ value: { modules: [{ $unreadable: {} }] } });
  });

  it('is not concerned with damage elsewhere', async () => {
    expect(await collectFrom(collectKernelModules, { '/usr/share/x': '!', '/usr/lib/modules/6.1/a.ko': '' })).toMatchObject({
      value: { modules: [{ name: 'a' }] },
    });
  });
});
