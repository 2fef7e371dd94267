import type { UserData } from '@staticfire/analyze/settings';
import { findFact } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';

const SECRET = { kind: 'private-key', rule: 'pem', line: 3, column: 1, offset: 40, length: 200 } as const;
const userData = (more: Partial<UserData>): UserData => ({ path: 'user.toml', sha256: '', settings: [], lines: [], problems: [], ...more });

function factWith(data: UserData | undefined) {
  const body = derive({ judgedBank: 'A', facts: [{ name: 'x', bank: 'A', state: 'absent', sources: [] }] }, data);
  return findFact(body, 'secrets.user-data', undefined, { userData: true });
}

describe('secrets.user-data', () => {
  it('tells what was found', () => {
    expect(factWith(userData({ secrets: [SECRET] }))).toEqual({ name: 'secrets.user-data', state: 'present', value: { secrets: [SECRET] }, sources: [] });
  });

  it('tells that there is none', () => expect(factWith(userData({ secrets: [] }))).toMatchObject({ value: { secrets: [] } }));

  it('tells it also of user data that a host refuses', () => {
    expect(factWith(userData({ secrets: [SECRET], problems: ['user.toml:1: x is not a setting'] }))).toMatchObject({ value: { secrets: [SECRET] } });
  });

  it.each([
    ['without user data', undefined],
    ['where nobody looked', userData({})],
  ])('is absent %s', (_, data) => expect(factWith(data)).toMatchObject({ state: 'absent' }));
});
