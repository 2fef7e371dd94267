import { isUnreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import type { AccountsUsers } from './accounts-users.schema.ts';
import { collectAccountsUsers } from './collect-accounts-users.ts';

const SYSUSERS = '/usr/lib/sysusers.d/release.conf';
const TMPFILES = '/usr/lib/tmpfiles.d/release.conf';
const FACTORY = '/usr/share/factory/etc';
const HASH = '$6$abcdefgh$0123456789';

async function factOf(tree: MemoryTree): Promise<AccountsUsers> {
  const fact = await collectFrom(collectAccountsUsers, tree);
  expect(JSON.stringify(fact)).not.toContain('0123456789');
  return (fact as { value: AccountsUsers }).value;
}

async function users(tree: MemoryTree): Promise<readonly string[]> {
  const { users: found } = await factOf(tree);
  return found.map((user) => {
    if (isUnreadable(user)) return `? ${user.$unreadable.message}`;
    const { name, uid, shell, login, password, scheme, from, onNode } = user;
    return [name, uid ?? '-', shell ?? '-', login, password, scheme ?? '-', from, onNode ? 'node' : 'image'].join(' ');
  });
}

describe('accounts.users', () => {
  it('is absent where nothing makes users', async () =>
    expect(await collectFrom(collectAccountsUsers, { '/usr/bin/x': 'x' })).toMatchObject({ state: 'absent' }));

  it.each<[string, MemoryTree, readonly string[]]>([
    [
      'Bottlerocket: all made at boot, locked, nologin',
      { [SYSUSERS]: 'u root 0 "Super User" /root /usr/sbin/nologin\nu dbus 81\n' },
      ['root 0 /usr/sbin/nologin no locked - sysusers node', 'dbus 81 /usr/sbin/nologin no locked - sysusers node'],
    ],
    ['a shell that is there', { [SYSUSERS]: 'u root 0 - /root /bin/bash', '/bin/bash': 'x' }, ['root 0 /bin/bash yes locked - sysusers node']],
    ['a shell that is missing', { [SYSUSERS]: 'u root 0 - /root /bin/bash' }, ['root 0 /bin/bash missing locked - sysusers node']],
    [
      'a shell behind a harmless name',
      { [SYSUSERS]: 'u root 0 - /root /sbin/nologin', '/sbin/nologin': '-> /bin/agent', '/bin/agent': 'x' },
      ['root 0 /sbin/nologin yes locked - sysusers node'],
    ],
    [
      'one program for many names',
      { [SYSUSERS]: 'u root 0 - /root /bin/false', '/bin/false': '-> coreutils', '/bin/coreutils': 'x' },
      ['root 0 /bin/false no locked - sysusers node'],
    ],
    [
      'the first of two lines',
      { [SYSUSERS]: 'u a 5\n', '/usr/lib/sysusers.d/b.conf': 'u b 7', '/usr/lib/sysusers.d/z.conf': 'u b 6' },
      ['b 7 /usr/sbin/nologin no locked - sysusers node', 'a 5 /usr/sbin/nologin no locked - sysusers node'],
    ],
    [
      'not lines in /etc, which is empty at boot',
      { '/etc/sysusers.d/a.conf': 'u a 5', [SYSUSERS]: 'u b 6' },
      ['b 6 /usr/sbin/nologin no locked - sysusers node'],
    ],
    [
      'files that are copied',
      {
        [TMPFILES]: 'C /etc/passwd\nC /etc/shadow - - - - /usr/share/x\n',
        [`${FACTORY}/passwd`]: 'root:x:0:0::/root:\nadm::3:4::/:/bin/sh\n',
        '/usr/share/x': `root:${HASH}:1::::::\n`,
        '/bin/sh': 'x',
      },
      ['root 0  yes hash sha512 file node', 'adm 3 /bin/sh yes empty - file node'],
    ],
    [
      'files that are copied over what sysusers made are not',
      {
        [TMPFILES]: 'C /etc/passwd\nC+ /etc/shadow',
        [SYSUSERS]: 'u root 0 - /root /sbin/nologin',
        [`${FACTORY}/passwd`]: 'evil:x:0:0::/:/bin/sh\n',
        [`${FACTORY}/shadow`]: `evil:${HASH}:1::::::`,
      },
      ['root 0 /sbin/nologin no locked - sysusers node', 'evil 0 /bin/sh missing hash sha512 file image'],
    ],
    [
      'links that take the place of what was made',
      { [TMPFILES]: 'L+ /etc/passwd - - - - ../usr/share/p', [SYSUSERS]: 'u root 0 - - /sbin/nologin', '/usr/share/p': 'evil:x:0:0::/:/bin/sh\n' },
      ['root 0 /sbin/nologin no locked - sysusers image', 'evil 0 /bin/sh missing none - file node'],
    ],
    [
      'lines that are appended',
      { [TMPFILES]: `w+ /etc/passwd - - - - toor:${HASH}:0:0::/:/bin/sh\\n`, [SYSUSERS]: 'u root 0 - - /sbin/nologin' },
      ['root 0 /sbin/nologin no locked - sysusers node', 'toor 0 /bin/sh missing hash sha512 file node'],
    ],
    [
      'a folder that is filled',
      { [TMPFILES]: 'C+ /etc - - - - /usr/share/e', '/usr/share/e/passwd': 'a:*:1:1::/:/bin/sh' },
      ['a 1 /bin/sh missing locked - file node'],
    ],
    [
      'files that nothing copies',
      { [`${FACTORY}/passwd`]: 'a::1:1::/:/bin/sh', '/etc/passwd': 'b:x:1:1::/:/bin/false', '/etc/shadow': 'b:!$1$a$b:1::::::' },
      ['a 1 /bin/sh missing empty - file image', 'b 1 /bin/false no locked-hash md5 file image'],
    ],
    ['a password for nobody', { '/etc/shadow': `old:${HASH}:1::::::` }, ['old - - no hash sha512 file image']],
  ])('%s', async (_, tree, expected) => expect(await users(tree)).toEqual(expected));

  it.each<[string, MemoryTree, readonly RegExp[]]>([
    ['a line that is malformed', { [`${FACTORY}/passwd`]: `root:${HASH}:0` }, [/^\? \/usr\/share\/factory\/etc\/passwd, line 1: the line has 3 fields/]],
    ['a file that is damaged', { '/etc/shadow': '!' }, [/^\? .*damaged/]],
    ['a line that systemd-sysusers skips', { [SYSUSERS]: 'u a.b 5' }, [/release.conf, line 1: systemd-sysusers skips the line/]],
    ['a line that depends on the machine', { [SYSUSERS]: 'u %H 5' }, [/depends on the machine/]],
    [
      'a text over the start of a file',
      { [TMPFILES]: 'w /etc/passwd - - - - x', [SYSUSERS]: 'u a 5' },
      [/^a 5/, /release.conf, line 1: .*takes the place of the start/],
    ],
    ['a file of tmpfiles.d that is damaged', { [TMPFILES]: '!' }, [/^\? .*damaged/]],
  ])('says so about %s', async (_, tree, expected) => {
    const found = await users(tree);
    expect(found).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(found[index]).toMatch(pattern);
  });

  it('names duplicates of a node, and services', async () => {
    const { duplicates, services } = await factOf({
      [TMPFILES]: 'C /etc/passwd\nC /etc/nsswitch.conf\n',
      [`${FACTORY}/passwd`]: 'root:*:0:0::/:/bin/sh\ntoor:*:0:0::/:/bin/sh\nroot:*:7:7::/:/bin/sh\n',
      '/etc/passwd': 'root:*:0:0::/:/bin/sh\n',
      [`${FACTORY}/nsswitch.conf`]: 'passwd: files systemd\n',
    });
    expect(duplicates).toEqual([
      { what: 'name', value: 'root', names: ['root', 'root'] },
      { what: 'uid', value: '0', names: ['root', 'toor'] },
    ]);
    expect(services).toEqual([{ database: 'passwd', services: ['files', 'systemd'] }]);
  });

  it('is quick with many lines', async () => {
    const lines = Array.from({ length: 40_000 }, (_, index) => `u${index}:x:1:1:::`).join('\n');
    const shadow = Array.from({ length: 40_000 }, (_, index) => `v${index}:!:1::::::`).join('\n');
    const { users: found } = await factOf({ '/etc/passwd': lines, '/etc/shadow': shadow });
    expect(found).toHaveLength(10_001);
    expect(found.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  }, 5000);
});
