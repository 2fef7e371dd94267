import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnknownSymbolError } from '../rule-query.ts';
import { listStatements, policyCounts, type StatementFilter, type StatementKind, statementKinds } from './index.ts';
import { addressText } from './statement-words.ts';

const policy = parseSelinuxPolicy(writePolicy(smallPolicy));

describe('listStatements', () => {
  it.each<[StatementKind, StatementFilter, string[]]>([
    ['type', {}, ['type object_t, group', 'type subject_t alias subject, group']],
    ['type', { name: 'object_t' }, ['type object_t, group']],
    ['type', { type: 'subject' }, ['type subject_t alias subject, group']],
    ['attribute', { type: 'object_t' }, ['attribute group { object_t subject_t }']],
    ['role', { type: 'subject_t' }, ['role worker types subject_t']],
    ['role', { type: 'object_t' }, []],
    ['user', {}, ['user someone roles worker level s0 range s0 - s0:c0.c1']],
    ['class', { name: 'file' }, ['class file inherits file_common execute']],
    ['portcon', { name: 'tcp' }, ['portcon tcp 80-90 someone:object_r:object_t:s0']],
    ['portcon', { name: 'udp' }, []],
    ['initialsid', { type: 'group' }, ['sid kernel someone:worker:subject_t:s0 - s0:c0.c1']],
    ['default', {}, ['default_range file target low_high', 'default_role file target', 'default_type file target', 'default_user file source']],
    ['constrain', { name: 'process' }, ['constrain process transition (u1 == u2);']],
  ])('%s %j', (kind, filter, expected) => {
    expect(listStatements(policy, kind, filter)).toEqual(expected);
  });

  it('refuses a type that the policy does not know', () => {
    for (const kind of statementKinds) expect(() => listStatements(policy, kind, { type: 'x' })).toThrow(UnknownSymbolError);
  });
});

it('counts in the words of seinfo', () => {
  expect(Object.fromEntries(policyCounts(policy))).toMatchObject({ Types: 2, Attributes: 2, Allow: 3, Type_trans: 3, Constraints: 1, Defaults: 4 });
});

it.each([
  [[192, 0, 2, 1], '192.0.2.1'],
  [[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], '2001:db8::1'],
  [[0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1], '1:0:1::1:1:1'],
  [[0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 0, 0, 8], '1:2:3:4:5:6:0:8'],
  [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], '::'],
])('writes %j as %s', (bytes, expected) => {
  expect(addressText(Uint8Array.from(bytes))).toBe(expected);
});
