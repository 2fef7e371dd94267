import { type Fact, findFact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';

const ACCOUNTS = {
  services: [{ database: 'passwd', services: ['files'] }],
  users: [
    { name: 'chrony', uid: 999, onNode: true },
    { name: 'old', uid: 7, onNode: false },
  ],
};
const service = (name: string, user?: string, dynamic?: string) => ({
  name,
  loadState: 'loaded',
  ...(user === undefined ? {} : { user }),
  settings: dynamic === undefined ? [] : [{ section: 'Service', key: 'DynamicUser', value: dynamic }],
});

function users(units: readonly unknown[], accounts: unknown = ACCOUNTS): readonly string[] {
  const fact = (name: string, value: unknown): Fact => ({ name, bank: 'A', state: 'present', value, sources: [] });
  const found = findFact(derive({ judgedBank: 'A', facts: [fact('accounts.users', accounts), fact('systemd.units', { units })] }), 'accounts.unit-users', 'A')!;
  const { value } = found as unknown as { value: { users: readonly { user: string; state: string; uid?: number; units: string[]; $unreadable?: unknown }[] } };
  return value.users.map((each) => (each.$unreadable === undefined ? `${each.user} ${each.state} ${each.uid ?? '-'} ${each.units.join()}` : '?'));
}

describe('accounts.unit-users', () => {
  it.each<[string, readonly unknown[], readonly string[]]>([
    ['an account of a node', [service('b.service', 'chrony'), service('a.service', 'chrony')], ['chrony present 999 a.service,b.service']],
    ['an account by its number', [service('a.service', '999')], ['999 present 999 a.service']],
    ['a number without an account', [service('a.service', '5')], ['5 present 5 a.service']],
    ['root, which systemd knows', [service('a.service', 'root')], ['root present 0 a.service']],
    ['nobody of that name', [service('a.service', 'web')], ['web missing - a.service']],
    ['an account that is on the image alone', [service('a.service', 'old')], ['old missing - a.service']],
    ['one that systemd makes', [service('a.service', 'web', 'yes')], ['web dynamic - a.service']],
    ['one that systemd makes for one of two', [service('a.service', 'web', 'yes'), service('b.service', 'web', 'no')], ['web missing - a.service,b.service']],
    ['a name that the node decides', [service('a.service', '%i')], ['%i open - a.service']],
    ['nothing of units that do not load or name nobody', [{ ...service('a.service', 'web'), loadState: 'masked' }, service('b.service')], []],
    ['a unit that cannot be read', [{ $unreadable: { kind: 'format', structure: 'x', message: 'y' } }], ['?']],
  ])('%s', (_, units, expected) => expect(users(units)).toEqual(expected));

  it.each([
    ['other services know users', { ...ACCOUNTS, services: [{ database: 'passwd', services: ['files', 'systemd'] }] }],
    ['an account cannot be read', { ...ACCOUNTS, users: [{ $unreadable: { kind: 'format', structure: 'x', message: 'y' } }] }],
  ])('is open where %s', (_, accounts) => expect(users([service('a.service', 'web')], accounts)).toEqual(['web open - a.service']));
});
