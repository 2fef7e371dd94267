import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { contextText, type RuleQuery, rangeTransitionText, roleAllowText, roleTransitionText, searchText, UnknownSymbolError } from './index.ts';

const policyOf = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const policy = policyOf();
const search = (query: Partial<RuleQuery>) => searchText(policy, { kinds: ['allow', 'allowxperm'], ...query });

const GROUP_RULE = 'allow group object_t:file { execute read };';
const NONE_RULE = 'allow none group:file write;';
const CONDITIONAL_RULE = 'allow subject_t object_t:file write; [ switch ]:True';
const EXTENDED_RULE = 'allowxperm subject_t object_t:file ioctl { 0x8910-0x8911 0x89ff };';

describe('searchText', () => {
  it.each<[string, Partial<RuleQuery>, string[]]>([
    ['everything of a kind', {}, [GROUP_RULE, NONE_RULE, CONDITIONAL_RULE, EXTENDED_RULE]],
    ['a source by its attribute', { source: 'subject_t' }, [GROUP_RULE, CONDITIONAL_RULE, EXTENDED_RULE]],
    ['a source by its alias', { source: 'subject', sourceDirect: true }, [CONDITIONAL_RULE, EXTENDED_RULE]],
    ['an attribute for its members', { source: 'group' }, [GROUP_RULE, CONDITIONAL_RULE, EXTENDED_RULE]],
    ['an attribute itself', { source: 'group', sourceDirect: true }, [GROUP_RULE]],
    ['nothing for an attribute without members', { source: 'none' }, []],
    ['an attribute without members itself', { source: 'none', sourceDirect: true }, [NONE_RULE]],
    ['a target', { target: 'subject_t' }, [NONE_RULE]],
    ['a target itself', { target: 'subject_t', targetDirect: true }, []],
    ['a class', { classes: ['process'] }, []],
    ['a class and a target', { classes: ['file', 'process'], target: 'object_t', targetDirect: true }, [GROUP_RULE, CONDITIONAL_RULE, EXTENDED_RULE]],
    ['any of two permissions', { permissions: ['execute', 'fork'] }, [GROUP_RULE]],
    ['a boolean', { booleans: ['switch'] }, [CONDITIONAL_RULE]],
    ['type rules by what they make', { kinds: ['type_transition'], newType: 'group' }, ['type_transition object_t object_t:file subject_t a.conf;', 'type_transition subject_t object_t:file subject_t a.conf;', 'type_transition subject_t object_t:process object_t;']], // biome-ignore format: one line
    ['no named transition by its permission', { kinds: ['type_transition'], permissions: ['read'] }, []],
    ['the branch for false', { kinds: ['auditallow'] }, ['auditallow subject_t object_t:file write; [ switch ]:False']],
    ['a dontaudit upright', { kinds: ['dontaudit'] }, ['dontaudit subject_t object_t:file write;']],
  ])('finds %s', (_, query, expected) => {
    expect(search(query)).toEqual(expected);
  });

  it.each<Partial<RuleQuery>>([
    { source: 'x' },
    { target: 'x' },
    { classes: ['x'] },
    { permissions: ['x'] },
    { booleans: ['x'] },
    { newType: 'x' },
    { classes: ['process'], permissions: ['read'] },
  ])('refuses %j, which the policy does not know', (query) => {
    expect(() => search(query)).toThrow(UnknownSymbolError);
  });

  it('finds rules of roles and ranges', () => {
    expect(roleAllowText(policy, {})).toEqual(['allow worker object_r;']);
    expect(roleAllowText(policy, { target: 'worker' })).toEqual([]);
    expect(roleAllowText(policy, { classes: ['file'] })).toEqual([]);
    expect(roleTransitionText(policy, { source: 'worker', target: 'group' })).toEqual(['role_transition worker object_t:process object_r;']);
    expect(roleTransitionText(policy, { newRole: 'worker' })).toEqual([]);
    expect(rangeTransitionText(policy, { source: 'group' })).toEqual(['range_transition subject_t object_t:process s0 - s0:c0.c1;']);
    expect(rangeTransitionText(policy, { source: 'group', sourceDirect: true })).toEqual([]);
  });

  it('finds no rules of ranges in a policy without MLS', () => {
    expect(rangeTransitionText(policyOf({ config: 0 }), {})).toEqual([]);
  });

  it('writes contexts as the kernel does', () => {
    expect(contextText(policy.objectContexts.initialSids[0]!.context, policy)).toBe('someone:worker:subject_t:s0-s0:c0.c1');
    expect(contextText(policy.objectContexts.ports[0]!.context, policy)).toBe('someone:object_r:object_t:s0');
  });
});

describe('extended rules', () => {
  const textOf = (kind: number, driver: number, bits: readonly number[]) => {
    const rules = [{ source: 1, target: 2, tclass: 2, specified: 0x100, xperms: { kind, driver, bits } }];
    return searchText(policyOf({ rules }), { kinds: ['allowxperm'] })[0];
  };

  it.each([
    ['one command', 1, 0x89, [0x10], 'ioctl 0x8910'],
    ['a run', 1, 0, [0, 1, 2], 'ioctl 0x0000-0x0002'],
    ['all commands of a driver', 2, 0, [0x10], 'ioctl 0x1000-0x10ff'],
    ['drivers beside each other', 2, 0, [0x10, 0x11, 0xff], 'ioctl { 0x1000-0x11ff 0xff00-0xffff }'],
    ['netlink messages', 3, 1, [0, 2], 'nlmsg { 0x0100 0x0102 }'],
  ])('%s', (_, kind, driver, bits, expected) => {
    expect(textOf(kind, driver, bits)).toBe(`allowxperm subject_t object_t:file ${expected};`);
  });

  it('show their condition (version 34, from the facts of the format: not proven by a second reader)', () => {
    const whenTrue = [{ source: 1, target: 2, tclass: 2, specified: 0x200, xperms: { kind: 3, driver: 0, bits: [16] } }];
    const classes = smallPolicy.classes.map((each): typeof each => (each.name === 'file' ? { ...each, permissions: [['nlmsg', 3]] } : each));
    const policy34 = policyOf({ version: 34, classes, conditionals: [{ ...smallPolicy.conditionals[0]!, whenTrue }] });
    expect(searchText(policy34, { kinds: ['auditallowxperm'] })).toEqual(['auditallowxperm subject_t object_t:file nlmsg 0x0010; [ switch ]:True']);
    expect(searchText(policy34, { kinds: ['auditallowxperm'], permissions: ['nlmsg', 'read'] })).toHaveLength(1);
    expect(searchText(policy34, { kinds: ['auditallowxperm'], permissions: ['read'] })).toEqual([]);
  });
});
