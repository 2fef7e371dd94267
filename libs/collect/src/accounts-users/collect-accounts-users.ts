import { describePassword, type SysusersUser } from '@staticfire/analyze/accounts';
import { isUnreadable } from '@staticfire/facts';
import type { FileSystem } from '@staticfire/read/filesystem';
import { duplicatesOf } from '../accounts/duplicates-of.ts';
import { findPassword } from '../accounts/find-password.ts';
import { loginState } from '../accounts/login-shell.ts';
import { type AccountEntry, nodeFirst, placeOf } from '../accounts/read-account-table.ts';
import type { LoadedAccounts } from '../accounts/read-accounts.ts';
import { defineBankCollector } from '../collector.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type AccountsUsers, accountsUsers, type UserFact } from './accounts-users.schema.ts';

const MAX_LISTED = 10_000;

export const collectAccountsUsers = defineBankCollector({
  fact: accountsUsers,
  reads: ['fileSystem', 'accounts'],
  collect({ fileSystem, accounts }, sources): AccountsUsers | undefined {
    const fs = fileSystem('ROOT');
    const loaded = fs && accounts(sources);
    if (fs === undefined || loaded === undefined) return undefined;
    const users = new BoundedList<UserFact>(MAX_LISTED, 'users');
    for (const problem of loaded.problems) users.add(problem);
    for (const user of loaded.sysusers.users) users.attempt(() => [madeUser(fs, user, loaded)]);
    for (const entry of nodeFirst(loaded.tables.passwd)) users.attempt(() => (isUnreadable(entry) ? [] : [writtenUser(fs, entry, loaded)]));
    const made = new Set(loaded.tables.passwd.made ? loaded.sysusers.users.map(({ name }) => name) : []);
    for (const entry of nodeFirst(loaded.tables.shadow)) if (!isUnreadable(entry) && isAlone(entry, made, loaded)) users.add(passwordOnly(entry));
    for (const entry of [...loaded.tables.passwd.entries, ...loaded.tables.shadow.entries]) if (isUnreadable(entry)) users.add(entry);
    const onNode = users.elements.flatMap((user) => (isUnreadable(user) || !user.onNode || user.uid === undefined ? [] : [{ name: user.name, uid: user.uid }]));
    return { services: loaded.services, users: users.elements, duplicates: duplicatesOf(onNode, ['name', 'uid']) };
  },
});

function madeUser(fs: FileSystem, { name, uid, gid, home, shell, from }: SysusersUser, { tables }: LoadedAccounts): UserFact {
  const { made } = tables.passwd;
  const { state, scheme } = findPassword({ file: from.file, onNode: made, name, field: 'x', made: true }, tables.shadow);
  return userFact(fs, { name, uid, gid, home, shell, password: state, scheme, from: 'sysusers', onNode: made, file: from.file, line: from.line });
}

function writtenUser(fs: FileSystem, { file, line, fields, onNode }: AccountEntry, { tables }: LoadedAccounts): UserFact {
  const [name = '', field = '', uid, gid, , home = '', shell = ''] = fields;
  const { state, scheme } = findPassword({ file, onNode, name, field }, tables.shadow);
  return userFact(fs, { name, uid: Number(uid), gid: Number(gid), home, shell, password: state, scheme, from: 'file', onNode, file, line });
}

function userFact(
  fs: FileSystem,
  { scheme, ...user }: Omit<UserFact, 'login' | 'scheme'> & { readonly shell: string; readonly scheme: string | undefined },
): UserFact {
  return { ...user, login: loginState(fs, user.shell), ...(scheme === undefined ? {} : { scheme }) };
}

/** A password that is kept for nobody. */
function passwordOnly({ file, line, fields, onNode }: AccountEntry): UserFact {
  const { state, scheme } = describePassword(fields[1]!);
  return { name: fields[0]!, login: 'no', password: state, ...(scheme === undefined ? {} : { scheme }), from: 'file', onNode, file, line };
}

function isAlone(shadow: AccountEntry, made: ReadonlySet<string>, { tables }: LoadedAccounts): boolean {
  const name = shadow.fields[0]!;
  return !tables.passwd.first.has(placeOf({ ...shadow, name })) && !(shadow.onNode && made.has(name));
}
