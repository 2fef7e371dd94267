import type { SysusersGroup } from '@staticfire/analyze/accounts';
import { isUnreadable } from '@staticfire/facts';
import { duplicatesOf } from '../accounts/duplicates-of.ts';
import { findPassword, type PasswordOwner } from '../accounts/find-password.ts';
import { type AccountEntry, nodeFirst, placeOf } from '../accounts/read-account-table.ts';
import type { LoadedAccounts } from '../accounts/read-accounts.ts';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type AccountsGroups, accountsGroups, type GroupFact } from './accounts-groups.schema.ts';

const MAX_LISTED = 10_000;

export const collectAccountsGroups = defineBankCollector({
  fact: accountsGroups,
  reads: ['accounts'],
  collect({ accounts }, sources): AccountsGroups | undefined {
    const loaded = accounts(sources);
    if (loaded === undefined) return undefined;
    const groups = new BoundedList<GroupFact>(MAX_LISTED, 'groups');
    for (const problem of loaded.problems) groups.add(problem);
    for (const group of loaded.sysusers.groups) groups.add(madeGroup(group, loaded));
    for (const entry of nodeFirst(loaded.tables.group)) groups.add(isUnreadable(entry) ? entry : writtenGroup(entry, loaded));
    for (const entry of loaded.tables.gshadow.entries) if (isUnreadable(entry)) groups.add(entry);
    const onNode = groups.elements.flatMap((group) => (isUnreadable(group) || !group.onNode ? [] : [group]));
    return { groups: groups.elements, duplicates: duplicatesOf(onNode, ['name', 'gid']) };
  },
});

function madeGroup({ name, gid, members, from }: SysusersGroup, { tables }: LoadedAccounts): GroupFact {
  const entry = { file: from.file, onNode: tables.group.made, name, field: 'x', made: true } as const;
  const { state, scheme } = findPassword(entry, tables.gshadow);
  const written = { name, gid, members, password: state, scheme, from: 'sysusers', onNode: entry.onNode, file: from.file, line: from.line } as const;
  return groupFact(written, administratorsOf(entry, tables.gshadow));
}

function writtenGroup({ file, line, fields, onNode }: AccountEntry, { tables }: LoadedAccounts): GroupFact {
  const [name = '', field = '', gid, members = ''] = fields;
  const entry = { file, onNode, name, field };
  const { state, scheme } = findPassword(entry, tables.gshadow);
  const written = { name, gid: Number(gid), members: namesIn(members), password: state, scheme, from: 'file', onNode, file, line } as const;
  return groupFact(written, administratorsOf(entry, tables.gshadow));
}

function groupFact(
  { scheme, ...group }: Omit<GroupFact, 'scheme' | 'administrators'> & { readonly scheme: string | undefined },
  administrators: readonly string[],
): GroupFact {
  return { ...group, ...(scheme === undefined ? {} : { scheme }), administrators };
}

function administratorsOf(owner: PasswordOwner, gshadow: LoadedAccounts['tables']['gshadow']): readonly string[] {
  return namesIn(gshadow.first.get(placeOf(owner))?.fields[2] ?? '');
}

function namesIn(text: string): readonly string[] {
  return text.split(',').filter((name) => name !== '');
}
