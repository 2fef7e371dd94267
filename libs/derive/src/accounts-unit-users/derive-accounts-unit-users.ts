import { array, boolean, type Infer, integer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { defineDerivation, need } from '../derivation.ts';
import { type AccountsUnitUsers, accountsUnitUsers } from './accounts-unit-users.schema.ts';

const MAX_USERS = 1000;
/** systemd.exec(5), DynamicUser=. */
const YES = new Set(['1', 'yes', 'y', 'true', 't', 'on']);

const accountsSchema = object({
  services: array(object({ database: string(''), services: array(string(''), '') }), ''),
  users: list(object({ name: string(''), uid: optional(integer('')), onNode: boolean('') }), ''),
});
const settingSchema = object({ section: string(''), key: string(''), value: string('') });
const unitsSchema = object({
  units: list(object({ name: string(''), loadState: string(''), user: optional(string('')), settings: array(settingSchema, '') }), ''),
});

type Accounts = Infer<typeof accountsSchema>;
type Units = Infer<typeof unitsSchema>['units'];
type Unit = Exclude<Units[number], Unreadable>;

export const deriveAccountsUnitUsers = defineDerivation({
  fact: accountsUnitUsers,
  needs: { accounts: need('accounts.users', accountsSchema), units: need('systemd.units', unitsSchema) },
  derive({ accounts, units: { units } }): AccountsUnitUsers {
    const byUser = unitsByUser(units);
    const users = [...byUser.keys()].sort().slice(0, MAX_USERS);
    const more =
      byUser.size > MAX_USERS ? [{ $unreadable: { kind: 'limit', structure: 'users of units', message: `more than ${MAX_USERS} users` } } as const] : [];
    const told = users.map((user) => ({
      user,
      ...judge(user, byUser.get(user)!, accounts),
      units: byUser
        .get(user)!
        .map(({ name }) => name)
        .sort(),
    }));
    return { users: [...told, ...units.filter(isUnreadable), ...more] };
  },
});

function unitsByUser(units: Units): ReadonlyMap<string, readonly Unit[]> {
  const withUser = units.flatMap((unit) => (isUnreadable(unit) || unit.loadState !== 'loaded' || unit.user === undefined || unit.user === '' ? [] : [unit]));
  return Map.groupBy(withUser, ({ user }) => user!);
}

function judge(
  user: string,
  units: readonly Unit[],
  { users, services }: Accounts,
): { readonly state: 'present' | 'missing' | 'dynamic' | 'open'; readonly uid?: number } {
  if (user.includes('%')) return { state: 'open' };
  const found = users.find(
    (each): each is Exclude<typeof each, Unreadable> => !isUnreadable(each) && each.onNode && (each.name === user || String(each.uid) === user),
  );
  if (found !== undefined) return { state: 'present', ...(found.uid === undefined ? {} : { uid: found.uid }) };
  // systemd knows root by itself, and starts units with numbers that no account has.
  if (user === 'root') return { state: 'present', uid: 0 };
  if (/^[0-9]+$/.test(user)) return { state: 'present', uid: Number(user) };
  if (units.every(isDynamic)) return { state: 'dynamic' };
  const others = services.find(({ database }) => database === 'passwd')?.services.some((service) => service !== 'files') ?? false;
  return { state: others || users.some(isUnreadable) ? 'open' : 'missing' };
}

function isDynamic({ settings }: Unit): boolean {
  const last = settings.findLast(({ section, key }) => section === 'Service' && key === 'DynamicUser');
  return last !== undefined && YES.has(last.value.toLowerCase());
}
