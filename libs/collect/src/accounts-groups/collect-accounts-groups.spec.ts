import { isUnreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import type { AccountsGroups } from './accounts-groups.schema.ts';
import { collectAccountsGroups } from './collect-accounts-groups.ts';

const SYSUSERS = '/usr/lib/sysusers.d/release.conf';

async function factOf(tree: MemoryTree): Promise<AccountsGroups> {
  return ((await collectFrom(collectAccountsGroups, tree)) as { value: AccountsGroups }).value;
}

async function groups(tree: MemoryTree): Promise<readonly string[]> {
  const { groups: found } = await factOf(tree);
  return found.map((group) => {
    if (isUnreadable(group)) return `? ${group.$unreadable.message}`;
    const { name, gid, members, administrators, password, from, onNode } = group;
    return [name, gid, members.join('+'), administrators.join('+'), password, from, onNode ? 'node' : 'image'].join(' ');
  });
}

describe('accounts.groups', () => {
  it.each<[string, MemoryTree, readonly string[]]>([
    ['the group of the API', { [SYSUSERS]: 'g api 274\nu root 0\n' }, ['api 274   locked sysusers node', 'root 0   locked sysusers node']],
    ['members', { [SYSUSERS]: 'g api 274\nu web 5\nm web api\n' }, ['api 274 web  locked sysusers node', 'web 5   locked sysusers node']],
    [
      'files that are copied',
      {
        '/usr/lib/tmpfiles.d/a.conf': 'C /etc/group\nC /etc/gshadow\n',
        '/usr/share/factory/etc/group': 'wheel:x:10:a,b\nopen::11:\n',
        '/usr/share/factory/etc/gshadow': 'wheel:$6$salt$hash:boss:a,b\n',
        '/etc/group': 'old:x:12:\n',
      },
      ['wheel 10 a+b boss hash file node', 'open 11   empty file node', 'old 12   none file image'],
    ],
    ['a line that is malformed', { '/etc/group': 'wheel:x\n' }, ['? /etc/group, line 1: the line has 2 fields, at least 3 are expected']],
  ])('%s', async (_, tree, expected) => expect(await groups(tree)).toEqual(expected));

  it('names duplicates', async () => {
    const tree = { '/usr/lib/tmpfiles.d/a.conf': 'C /etc/group\n', '/usr/share/factory/etc/group': 'a:x:1:\nb:x:1:\n' };
    expect((await factOf(tree)).duplicates).toEqual([{ what: 'gid', value: '1', names: ['a', 'b'] }]);
  });
});
