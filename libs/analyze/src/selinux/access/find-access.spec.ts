import { parseSelinuxPolicy, ruleKinds } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnknownSymbolError } from '../rule-query.ts';
import { type AccessQuery, AccessRow, activeBranches, findAccess, isActive } from './index.ts';

const [READ, WRITE, EXECUTE] = [1, 2, 4];
const policy = parseSelinuxPolicy(writePolicy(smallPolicy));
const off = new Map([['switch', false]]);

/** Source, target, permissions, and indexes of the rules: 0 by the attribute, 5 by the condition. */
const find = (query: AccessQuery) => findAccess(policy, query).map(({ source, target, permissions, rules }) => [source, target, permissions, rules]);

const SUBJECT = [1, 2, READ | WRITE | EXECUTE, [0, 5]];
const OBJECT = [2, 2, READ | EXECUTE, [0]];

describe('findAccess', () => {
  it.each<[string, AccessQuery, unknown[]]>([
    ['everything, rules put together', {}, [SUBJECT, OBJECT]],
    ['what a type can', { source: 'subject' }, [SUBJECT]],
    ['who can to a type', { target: 'object_t' }, [SUBJECT, OBJECT]],
    ['an attribute for its members', { source: 'group', target: 'group' }, [SUBJECT, OBJECT]],
    ['nothing of an attribute without members', { source: 'none' }, []],
    ['nobody', { target: 'subject_t' }, []],
    ['permissions asked for only', { permissions: ['read', 'write'] }, [[1, 2, READ | WRITE, [0, 5]], [2, 2, READ, [0]]]], // biome-ignore format: one line
    ['all of the permissions', { permissions: ['read', 'write'], match: 'all' }, [[1, 2, READ | WRITE, [0, 5]]]],
    ['no class without the permission', { classes: ['process'] }, []],
    ['rules that count by default', { conditions: 'default', permissions: ['write'] }, [[1, 2, WRITE, [5]]]],
    ['no rules of the other branch', { conditions: off, permissions: ['write'] }, []],
  ])('finds %s', (_, query, expected) => {
    expect(find(query)).toEqual(expected);
  });

  it.each<AccessQuery>([{ source: 'x' }, { target: 'x' }, { classes: ['x'] }, { permissions: ['x'] }, { classes: ['process'], permissions: ['read'] }])(
    'refuses %j',
    (query) => {
      expect(() => findAccess(policy, query)).toThrow(UnknownSymbolError);
    },
  );
});

describe('AccessRow', () => {
  it('is filled again for each source', () => {
    const row = new AccessRow(policy, ruleKinds.allow, () => true);
    const cells = (source: number) => {
      const found: number[][] = [];
      row.fill(source);
      row.cells.forEach((...cell) => void found.push(cell));
      return found;
    };
    expect(cells(1)).toEqual([[2, 2, READ | WRITE | EXECUTE]]);
    expect([row.cells.size, row.cells.at(2, 2), row.cells.at(1, 2)]).toEqual([1, READ | WRITE | EXECUTE, 0]);
    expect(cells(2)).toEqual([[2, 2, READ | EXECUTE]]);
    expect(cells(0)).toEqual([]);
  });

  it('takes the rules that count and one kind of rule', () => {
    const branches = activeBranches(policy, off);
    const row = new AccessRow(policy, ruleKinds.auditallow, (rule) => isActive(branches, policy.rules.conditional[rule]!));
    row.fill(1);
    expect(row.cells.at(2, 2)).toBe(WRITE);
  });
});
