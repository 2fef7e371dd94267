import { describe, expect, it } from 'vitest';
import { memoryFileSystem } from '../fixtures/memory-file-system.ts';
import { findConfiguredPolicy } from './find-configured-policy.ts';
import { readLabelTables } from './read-label-tables.ts';

const FACTORY = '/usr/share/factory/etc/selinux';

describe('findConfiguredPolicy', () => {
  it.each([
    [
      'the highest version by number',
      { '/etc/selinux/config': 'SELINUXTYPE=a', '/etc/selinux/a/policy/policy.9': '', '/etc/selinux/a/policy/policy.31': '' },
      'a/policy/policy.31',
    ],
    [
      'nothing that only starts so',
      {
        '/etc/selinux/config': 'SELINUXTYPE=a',
        '/etc/selinux/a/policy/policy.31': '',
        '/etc/selinux/a/policy/policy.kern': '',
        '/etc/selinux/a/policy/policy.33.bak': '',
      },
      'a/policy/policy.31',
    ],
    [
      'another policy than one that is not configured',
      { '/etc/selinux/config': 'SELINUXTYPE=b', '/etc/selinux/a/policy/policy.33': '', '/etc/selinux/b/policy/policy.31': '' },
      'b/policy/policy.31',
    ],
    ['targeted when no line says', { '/etc/selinux/config': 'SELINUX=enforcing', '/etc/selinux/targeted/policy/policy.33': '' }, 'targeted/policy/policy.33'],
  ])('takes %s', (_, tree, path) => {
    expect(findConfiguredPolicy(memoryFileSystem(tree)).policy).toBe(`/etc/selinux/${path}`);
  });

  it('falls back to the factory copy', () => {
    const tree = { [`${FACTORY}/config`]: 'SELINUXTYPE=fortified', [`${FACTORY}/fortified/policy/policy.31`]: '' };
    expect(findConfiguredPolicy(memoryFileSystem(tree))).toEqual({ folder: `${FACTORY}/fortified`, policy: `${FACTORY}/fortified/policy/policy.31` });
  });

  it.each([
    ['no configuration', { '/etc/x': '' }, 'there is no /etc/selinux/config'],
    [
      'no policy',
      { '/etc/selinux/config': 'SELINUXTYPE=a', '/etc/selinux/b/policy/policy.31': '' },
      '/etc/selinux/a: the configured policy has no file policy/policy.N',
    ],
    ['an entry that is damaged', { '/etc/selinux/config': 'SELINUXTYPE=a', '/etc/selinux/a/policy/policy.31': '!' }, 'is damaged'],
  ])('refuses %s', (_, tree, message) => {
    expect(() => findConfiguredPolicy(memoryFileSystem(tree))).toThrow(message);
  });
});

describe('readLabelTables', () => {
  const table = '/etc/selinux/a/contexts/files/file_contexts';
  const line = (type: string) => `/.*\tsystem_u:object_r:${type}:s0\n`;

  it('reads the tables and aliases that there are, in their order', () => {
    const tree = { [`${table}.subs_dist`]: '/a /b\n', [`${table}.local`]: line('local_t'), [table]: line('os_t'), [`${table}.bin`]: 'x' };
    const { files, aliases } = readLabelTables(memoryFileSystem(tree), '/etc/selinux/a');
    expect(files.map(({ path, specs }) => [path, specs[0]!.context])).toEqual([
      [table, 'system_u:object_r:os_t:s0'],
      [`${table}.local`, 'system_u:object_r:local_t:s0'],
    ]);
    expect(aliases).toEqual([[{ line: 1, from: '/a', to: '/b' }]]);
  });

  it('refuses a policy without file_contexts', () => {
    expect(() => readLabelTables(memoryFileSystem({ [`${table}.local`]: line('local_t') }), '/etc/selinux/a')).toThrow(
      'the policy has no contexts/files/file_contexts',
    );
  });
});
