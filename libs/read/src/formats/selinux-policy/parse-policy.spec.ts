import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { parseSelinuxPolicy, ruleKinds } from './index.ts';

const parseRecipe = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const PLAIN_RULES = smallPolicy.rules.filter(({ xperms }) => xperms === undefined);
const SUBJECT = smallPolicy.initialSids[0]![1];

describe('parseSelinuxPolicy', () => {
  it('finds symbols by name, alias and value', () => {
    const { types, classes, roles, users, booleans, sensitivities, categories } = parseRecipe();
    expect(types.get('subject_t')).toMatchObject({ value: 1, isAttribute: false });
    expect(types.get('subject')).toBe(types.get('subject_t'));
    expect(types.aliasesOf(1)).toEqual(['subject']);
    expect(types.get('group')).toMatchObject({ value: 3, isAttribute: true });
    expect(types.get('nobody')).toBeUndefined();
    expect(types.at(2)?.name).toBe('object_t');
    expect([roles.nameOf(2), users.nameOf(1), booleans.nameOf(1), sensitivities.nameOf(1), categories.nameOf(2)]).toEqual([
      'worker',
      'someone',
      'switch',
      's0',
      'c1',
    ]);
    expect(() => types.nameOf(5)).toThrow(RangeError);
    expect(classes.get('file')).toMatchObject({
      common: 'file_common',
      permissionNames: ['read', 'write', 'execute'],
      defaults: { user: 1, role: 2, range: 6, type: 2 },
    });
  });

  it('keeps rules in one table, a dontaudit upright, those of conditionals behind', () => {
    const { rules, conditionals } = parseRecipe();
    expect(rules).toMatchObject({ count: 7, unconditionalCount: 5 });
    expect([...rules.kind]).toEqual([
      ruleKinds.allow,
      ruleKinds.dontaudit,
      ruleKinds.typeTransition,
      ruleKinds.allow,
      ruleKinds.allowxperm,
      ruleKinds.allow,
      ruleKinds.auditallow,
    ]);
    expect([...rules.data]).toEqual([0b101, 0b010, 2, 0b010, 0, 0b010, 0b010]);
    expect([...rules.conditional]).toEqual([-1, -1, -1, -1, -1, 0, 1]);
    expect(rules.xperms).toMatchObject([{ kind: 1, driver: 0x89 }]);
    expect(conditionals).toMatchObject([{ currentState: 1, expression: [{ operator: 1, boolean: 1 }] }]);
  });

  it('masks the enabled bit and permissions that the class has not', () => {
    const { rules } = parseRecipe({ rules: [{ source: 1, target: 1, tclass: 2, specified: 0x8001, data: 0xffffffff }] });
    expect([rules.kind[0], rules.data[0]]).toEqual([ruleKinds.allow, 0b111]);
  });

  it('turns the attribute map round', () => {
    const { attributeMap } = parseRecipe();
    expect(attributeMap.attributesOf(1)).toEqual([3]);
    expect([...attributeMap.membersOf(3)]).toEqual([1, 2]);
    expect([...attributeMap.membersOf(1)]).toEqual([1]);
    expect([...attributeMap.membersOf(4)]).toEqual([]);
    expect([...attributeMap.matching(1)]).toEqual([0, 1, 0, 1, 0]);
    expect([...attributeMap.matching(3)]).toEqual([0, 1, 1, 1, 0]);
    expect([...attributeMap.matching(4)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('indexes rules by source, target and class', () => {
    const { ruleIndex } = parseRecipe();
    expect([...ruleIndex.bySource(1)]).toEqual([1, 2, 4, 5, 6]);
    expect([...ruleIndex.byTarget(3)]).toEqual([3]);
    expect([...ruleIndex.byClass(1)]).toEqual([2]);
    expect([...ruleIndex.bySource(2), ...ruleIndex.byClass(9)]).toEqual([]);
  });

  it.each([24, 25, 26, 27, 28, 29, 30, 31, 32, 33])('reads version %i', (version) => {
    const policy = parseRecipe({ version, ...(version < 30 ? { rules: PLAIN_RULES } : {}) });
    expect(policy.header.version).toBe(version);
    expect(policy.filenameTransitions.map(({ name, sources }) => [name, sources.toArray()])).toEqual(version < 25 ? [] : [['a.conf', [0, 1]]]);
    expect(policy.roleTransitions).toMatchObject([{ role: 2, type: 2, newRole: 1, tclass: 1 }]);
    expect(policy.classes.get('file')!.defaults).toEqual({
      user: version < 27 ? 0 : 1,
      role: version < 27 ? 0 : 2,
      range: version < 27 ? 0 : 6,
      type: version < 28 ? 0 : 2,
    });
  });

  it('keeps the first of two plain transitions for one name', () => {
    const first = { name: 'x', sources: [1], target: 2, tclass: 2, newType: 1 };
    const { filenameTransitions } = parseRecipe({ version: 32, filenameTransitions: [first, { ...first, newType: 2 }] });
    expect(filenameTransitions).toMatchObject([{ newType: 1 }]);
  });

  it('reads a policy without MLS, whose levels are 0', () => {
    const range = [{ sensitivity: 0, categories: [] }];
    const policy = parseRecipe({
      config: 0,
      levels: [],
      categories: [],
      users: [{ ...smallPolicy.users[0]!, range, level: range[0]! }],
      initialSids: [[1, { ...SUBJECT, range }]],
      ports: [],
      fsUses: [],
      genfs: [],
      rangeTransitions: [],
    });
    expect(policy.header.mls).toBe(false);
  });
});

describe('versions 34 and 35, from the facts of the format: not proven by a second reader', () => {
  const conditionals = [
    { ...smallPolicy.conditionals[0]!, whenTrue: [{ source: 1, target: 2, tclass: 2, specified: 0x400, xperms: { kind: 3, driver: 0, bits: [16] } }] },
  ];

  it.each([34, 35])('version %i has extended rules in conditionals', (version) => {
    const { rules } = parseRecipe({ version, conditionals });
    expect([rules.kind[5], rules.conditional[5], rules.xperms[1]?.kind]).toEqual([ruleKinds.dontauditxperm, 0, 3]);
  });

  it('version 33 has none', () => {
    expect(() => parseRecipe({ conditionals })).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ structure: 'SELinux policy, conditionals', field: 'specified' }) }),
    );
  });

  it('version 35 has types that are never audited, by value', () => {
    expect(parseRecipe({ version: 35, neverAudit: [1, 2] }).neverAuditTypes).toEqual([1, 2]);
    expect(parseRecipe({ version: 34, neverAudit: [1] }).neverAuditTypes).toEqual([]);
    expect(() => parseRecipe({ version: 35, neverAudit: [3] })).toThrow('neveraudit_map');
  });
});

describe('what is no policy of these versions', () => {
  const patched = (at: number, value: number) => {
    const bytes = writePolicy(smallPolicy);
    bytes.writeUInt32LE(value, at);
    return bytes;
  };

  it.each([
    ['version 23', patched(16, 23), 'unsupported', 'found 23'],
    ['version 36', patched(16, 36), 'unsupported', 'found 36'],
    ['a module', patched(0, 0xf97cff8d), 'unsupported', 'a policy module'],
    ['a package', patched(0, 0xf97cff8f), 'unsupported', 'a policy package'],
    ['compiled file contexts', patched(0, 0xf97cff8a), 'unsupported', 'compiled file contexts'],
    [
      'a Xen policy',
      Buffer.concat([writePolicy(smallPolicy).subarray(0, 8), Buffer.from('XenFlask'), writePolicy(smallPolicy).subarray(16)]),
      'unsupported',
      'XenFlask',
    ],
    ['a byte too much', Buffer.concat([writePolicy(smallPolicy), Buffer.of(0)]), 'format', 'trailing bytes'],
  ] as const)('refuses %s', (_, bytes, kind, message) => {
    expect(() => parseSelinuxPolicy(bytes)).toThrow(expect.objectContaining({ kind, message: expect.stringContaining(message) }));
  });

  it('refuses more than 32 MiB', () => {
    expect(() => parseSelinuxPolicy(new Uint8Array(32 * 1024 * 1024 + 1))).toThrow(LimitError);
  });

  it('names section, field and absolute offset', () => {
    const bytes = writePolicy(smallPolicy);
    const at = bytes.length - 4 * 24; // the first map of the type attribute map: 24 bytes each
    bytes.writeUInt32LE(32, at);
    expect(() => parseSelinuxPolicy(bytes, 1000)).toThrow(`SELinux policy, type attribute map, attributes mapunit at byte ${1000 + at}: found 32, expected 64`);
  });

  it('refuses every policy that is cut short', () => {
    const whole = writePolicy(smallPolicy);
    for (let length = 0; length < whole.length; length++) expect(() => parseSelinuxPolicy(whole.subarray(0, length))).toThrow(FormatError);
  });
});
