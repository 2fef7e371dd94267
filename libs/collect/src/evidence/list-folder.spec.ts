import type { Fact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { bankCollectors } from '../collectors.ts';
import { collectFrom } from '../fixtures/collect-from.ts';
import { memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { listFolder, listFolders } from './list-folder.ts';

describe('listFolder', () => {
  it('sorts names and tells links', () => {
    const fs = memoryFileSystem({ '/a/c': 'x', '/a/b': '-> c', '/l': '-> a' });
    expect(listFolder(fs, '/l')?.entries).toMatchObject([
      { name: 'b', path: '/l/b', target: 'c', stat: { type: 'symlink' } },
      { name: 'c', path: '/l/c', stat: { type: 'file' } },
    ]);
  });

  it('knows no folder where there is none or a file', () => {
    const fs = memoryFileSystem({ '/a': 'x' });
    expect([listFolder(fs, '/a'), listFolder(fs, '/b')]).toEqual([undefined, undefined]);
  });

  it('lists folders behind several paths once', () => {
    const fs = memoryFileSystem({ '/usr/lib/x/': '', '/lib': '-> usr/lib' });
    expect(listFolders(fs, ['/none', '/lib/x', '/usr/lib/x']).map(({ path }) => path)).toEqual(['/lib/x']);
  });
});

describe('a folder whose names cannot all be read', () => {
  it.each([
    ['sysctl.files', '/usr/lib/sysctl.d', ['files', 'entries']],
    ['identity.sboms', '/usr/share/bottlerocket', ['sboms', 'packages']],
    ['settings.defaults', '/usr/share/storewolf', ['settings']],
    ['templates.inventory', '/usr/share/templates', ['templates', 'headers']],
    ['systemd.unit-files', '/usr/lib/systemd/system', ['units']],
    ['systemd.unit-files', '/usr/lib/systemd/system/a.service.d', ['units']],
    ['selinux.policy-header', '/etc/selinux', ['policies']],
    ['selinux.policy-header', '/etc/selinux/fortified/policy', ['policies']],
  ])('is told by %s', async (name, folder, lists) => {
    const collector = bankCollectors.find(({ fact }) => fact.name === name)!;
    const fact = (await collectFrom(collector, { [folder]: '!/' })) as Fact<Record<string, readonly object[]>> & { state: 'present' };
    for (const list of lists) expect(fact.value[list], list).toContainEqual({ $unreadable: expect.objectContaining({ kind: 'format' }) });
  });
});
