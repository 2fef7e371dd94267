import { readFileSync } from 'node:fs';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, changedPolicy, compiledPolicy, describeOracle, everyStatementPolicy, sediffCounts, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { differenceCounts } from '../fixtures/difference-counts.ts';
import { comparePolicies, type SectionDifference } from './index.ts';

const load = (path: string) => parseSelinuxPolicy(readFileSync(path));

type Expected = Readonly<Record<string, Partial<Record<'added' | 'removed' | 'modified', readonly string[]>>>>;

/** One change of a policy, and the sections and names that it is to show up in. */
const CHANGES: readonly (readonly [title: string, from: string, to: string, expected: Expected])[] = [
  [
    'a permission of a rule on attributes',
    '(allow subjects self (fifo_file (read write)))',
    '(allow subjects self (fifo_file (read)))',
    { allow: { modified: ['allow daemon daemon:fifo_file', 'allow helper helper:fifo_file'] } },
  ],
  ['a rule', '(allow daemon nested.inner (file (read)))', '', {}],
  ['a dontaudit', '(dontaudit daemon other_file (wide (w31)))', '', { dontaudit: { removed: ['dontaudit daemon other_file:wide'] } }],
  [
    'an auditallow',
    '(auditallow subjects objects (file (write)))',
    '(auditallow daemon objects (file (write)))',
    { auditallow: { removed: ['content_file', 'nested.inner', 'other_file', 'program'].map((target) => `auditallow helper ${target}:file`) } },
  ],
  ["a boolean's state", '(boolean off false)', '(boolean off true)', { bool: { modified: ['off'] } }],
  [
    'a conditional rule',
    '(allow helper other_file (dir (remove_name)))',
    '(allow helper other_file (dir (create)))',
    { allow: { modified: ['allow helper other_file:dir [ on == off ]:True'] } },
  ],
  [
    'a conditional type rule',
    '(typechange helper device file content_file)',
    '(typechange helper device file program)',
    { type_change: { modified: ['type_change helper device:file [ on || off ]:False'] } },
  ],
  ['what a rule says unconditionally already', '(true (allow daemon content_file (file (write)))', '(true (allow daemon content_file (file (write read)))', {}],
  ['a permissive type', '(typepermissive device)', '', { type: { modified: ['device'] } }],
  ['a bound', '(typebounds helper confined_helper)', '', { typebounds: { removed: ['confined_helper'] } }],
  ['a role', '(roletype plain_role helper)', '(roletype plain_role helper)(roletype plain_role daemon)', { role: { modified: ['plain_role'] } }],
  ['a role allow', '(roleallow plain_role system_role)', '', { role_allow: { removed: ['allow plain_role system_role'] } }],
  [
    'a role transition',
    '(roletransition system_role program process plain_role)',
    '(roletransition system_role program process child_role)',
    { role_transition: { modified: ['role_transition system_role program:process'] } },
  ],
  [
    'a range transition',
    '(rangetransition helper program process (gaps gaps))',
    '(rangetransition helper program process (bottom bottom))',
    { range_transition: { modified: ['range_transition helper program:process'] } },
  ],
  [
    'a type transition with a name',
    '(typetransition helper content_file file "b.conf" program)',
    '(typetransition helper content_file file "b.conf" other_file)',
    { type_transition: { modified: ['type_transition helper content_file:file "b.conf"'] } },
  ],
  ['a member', '(typemember helper content_file dir other_file)', '', { type_member: { removed: ['type_member helper content_file:dir'] } }],
  ["a user's range", '(userrange child_user (bottom bottom))', '(userrange child_user (bottom gaps))', { user: { modified: ['child_user'] } }],
  ['a capability', '(policycap open_perms)', '', { polcap: { removed: ['open_perms'] } }],
  ['unknown permissions', '(handleunknown reject)', '(handleunknown allow)', { property: { modified: ['handle_unknown'] } }],
  ['a default', '(defaultrange (file) target low-high)', '(defaultrange (file) target low)', { default: { modified: ['default_range file'] } }],
  [
    'a constraint',
    '(constrain (process (dyntransition)) (dom r1 r2))',
    '(constrain (process (dyntransition)) (domby r1 r2))',
    {
      constrain: { added: ['constrain process dyntransition (r1 domby r2);'], removed: ['constrain process dyntransition (r1 dom r2);'] },
    },
  ],
  ['a context of a port', '(portcon tcp 80 file_context)', '(portcon tcp 80 gap_context)', { portcon: { modified: ['tcp 80'] } }],
  [
    'a path',
    '(genfscon proc "/sys/kernel" gap_context)',
    '(genfscon proc "/sys" gap_context)',
    { genfscon: { added: ['proc /sys'], removed: ['proc /sys/kernel'] } },
  ],
  [
    'a file system',
    '(fsuse xattr ext4 file_context)',
    '(fsuse xattr xfs file_context)',
    { fs_use: { added: ['fs_use_xattr xfs'], removed: ['fs_use_xattr ext4'] } },
  ],
  ['an initial SID', '(sidcontext devnull gap_context)', '(sidcontext devnull file_context)', { sid: {} }],
];

const namesOf = ({ added, removed, modified }: SectionDifference) => {
  const lists = Object.entries({ added, removed, modified }).filter(([, entries]) => entries.length > 0);
  return Object.fromEntries(lists.map(([kind, entries]) => [kind, entries.map(({ name }) => name)]));
};

describeOracle('differences against sediff', toolsFor('sediff', 'secilc'), () => {
  it.each(CHANGES)('%s', async (_, from, to, expected) => {
    const [before, after] = [await changedPolicy([]), await changedPolicy([[from, to]])];
    const found = comparePolicies(load(before), load(after));
    expect(differenceCounts(found)).toEqual(await sediffCounts(before, after));
    for (const [section, lists] of Object.entries(expected)) expect(namesOf(found.find((each) => each.section === section)!)).toMatchObject(lists);
    if (Object.keys(expected).length > 0) expect(found.map(({ section }) => section).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each([
    ['(booleanif (or off on)', '(booleanif (or on off)'],
    ['(booleanif (neq off third)', '(booleanif (xor off third)'],
  ])('another text for the same condition, which sediff takes for another: %s', async (from, to) => {
    const [before, after] = [await changedPolicy([]), await changedPolicy([[from, to]])];
    expect(comparePolicies(load(before), load(after))).toEqual([]);
    expect(Object.keys(await sediffCounts(before, after)).length).toBeGreaterThan(0);
  });

  it('nothing between a policy and itself', async () => {
    const path = await everyStatementPolicy(33);
    expect(comparePolicies(load(path), load(path))).toEqual([]);
  });

  it('only the version between two versions', async () => {
    const [older, newer] = [await everyStatementPolicy(32), await everyStatementPolicy(33)];
    const found = comparePolicies(load(older), load(newer));
    expect(found).toEqual([{ section: 'property', added: [], removed: [], modified: [{ name: 'version', added: ['33'], removed: ['32'] }] }]);
    expect(differenceCounts(found)).toEqual(await sediffCounts(older, newer));
  });

  describe('two policies that share little', () => {
    it.each([false, true])('reversed: %s', async (isReversed) => {
      const paths = [await everyStatementPolicy(33), await compiledPolicy(bottlerocketPolicy())];
      const [before, after] = isReversed ? paths.reverse() : paths;
      expect(differenceCounts(comparePolicies(load(before!), load(after!)))).toEqual(await sediffCounts(before!, after!));
    });
  });
});
