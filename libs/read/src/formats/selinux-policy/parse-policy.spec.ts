import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { parseSelinuxPolicy, ruleKinds } from './index.ts';

const PLAIN_RULES = smallPolicy.rules.filter(({ xperms }) => xperms === undefined);
const parse = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const SUBJECT = smallPolicy.initialSids[0]![1];
const OBJECT = smallPolicy.ports[0]![3];

describe('parseSelinuxPolicy', () => {
  it('finds symbols by name, alias and value', () => {
    const { types, classes, roles, users, booleans, sensitivities, categories } = parse();
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
    const { rules, conditionals } = parse();
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
    const { rules } = parse({ rules: [{ source: 1, target: 1, tclass: 2, specified: 0x8001, data: 0xffffffff }] });
    expect([rules.kind[0], rules.data[0]]).toEqual([ruleKinds.allow, 0b111]);
  });

  it('turns the attribute map round', () => {
    const { attributeMap } = parse();
    expect(attributeMap.attributesOf(1)).toEqual([3]);
    expect([...attributeMap.membersOf(3)]).toEqual([1, 2]);
    expect([...attributeMap.membersOf(1)]).toEqual([1]);
    expect([...attributeMap.membersOf(4)]).toEqual([]);
    expect([...attributeMap.matching(1)]).toEqual([0, 1, 0, 1, 0]);
    expect([...attributeMap.matching(3)]).toEqual([0, 1, 1, 1, 0]);
    expect([...attributeMap.matching(4)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('indexes rules by source, target and class', () => {
    const { ruleIndex } = parse();
    expect([...ruleIndex.bySource(1)]).toEqual([1, 2, 4, 5, 6]);
    expect([...ruleIndex.byTarget(3)]).toEqual([3]);
    expect([...ruleIndex.byClass(1)]).toEqual([2]);
    expect([...ruleIndex.bySource(2), ...ruleIndex.byClass(9)]).toEqual([]);
  });

  it.each([24, 25, 26, 27, 28, 29, 30, 31, 32, 33])('reads version %i', (version) => {
    const policy = parse({ version, ...(version < 30 ? { rules: PLAIN_RULES } : {}) });
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
    const { filenameTransitions } = parse({ version: 32, filenameTransitions: [first, { ...first, newType: 2 }] });
    expect(filenameTransitions).toMatchObject([{ newType: 1 }]);
  });

  it('reads a policy without MLS, whose levels are 0', () => {
    const range = [{ sensitivity: 0, categories: [] }];
    const policy = parse({
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
    const { rules } = parse({ version, conditionals });
    expect([rules.kind[5], rules.conditional[5], rules.xperms[1]?.kind]).toEqual([ruleKinds.dontauditxperm, 0, 3]);
  });

  it('version 33 has none', () => {
    expect(() => parse({ conditionals })).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ structure: 'SELinux policy, conditionals', field: 'specified' }) }),
    );
  });

  it('version 35 has types that are never audited, by value', () => {
    expect(parse({ version: 35, neverAudit: [1, 2] }).neverAuditTypes).toEqual([1, 2]);
    expect(parse({ version: 34, neverAudit: [1] }).neverAuditTypes).toEqual([]);
    expect(() => parse({ version: 35, neverAudit: [3] })).toThrow('neveraudit_map');
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

describe('a policy whose parts do not fit together is refused', () => {
  const [process, file] = smallPolicy.classes as [(typeof smallPolicy.classes)[number], (typeof smallPolicy.classes)[number]];
  const [objectRole, worker] = smallPolicy.roles as [(typeof smallPolicy.roles)[number], (typeof smallPolicy.roles)[number]];
  const user = smallPolicy.users[0]!;
  const conditional = smallPolicy.conditionals[0]!;
  const filename = smallPolicy.filenameTransitions[0]!;
  const allow = { source: 1, target: 2, tclass: 2, specified: 1, data: 1 };
  const rules = (...changed: PolicyRecipe['rules']): Partial<PolicyRecipe> => ({ rules: changed });
  const expression = (...nodes: NonNullable<typeof process.constraints>[number]['expression'][number][]): Partial<PolicyRecipe> => ({
    classes: [{ ...process, constraints: [{ permissions: 1, expression: nodes }] }, file],
  });
  const validatetrans = (permissions: number, ...nodes: NonNullable<typeof process.constraints>[number]['expression'][number][]): Partial<PolicyRecipe> => ({
    classes: [{ ...process, validateTransitions: [{ permissions, expression: nodes }] }, file],
  });
  const condition = (...nodes: (readonly [number, number])[]): Partial<PolicyRecipe> => ({ conditionals: [{ ...conditional, expression: nodes }] });
  const defaults = (...values: [number, number, number, number]): Partial<PolicyRecipe> => ({ classes: [process, { ...file, defaults: values }] });
  const types = (value: number, change: object): Partial<PolicyRecipe> => ({
    types: smallPolicy.types.map((type) => (type.value === value && type.properties !== 0 ? { ...type, ...change } : type)),
  });
  const sid = (change: object): Partial<PolicyRecipe> => ({ initialSids: [[1, { ...SUBJECT, ...change }]] });
  const LEVEL = { sensitivity: 1, categories: [] as number[] };
  const TOP = { sensitivity: 1, categories: [1, 2] };
  const equal = { node: 4, attribute: 1, operator: 1 };

  it.each<[string, Partial<PolicyRecipe>, string, string]>([
    ['two symbols of one name', { booleans: [...smallPolicy.booleans, { name: 'switch', value: 2, state: 0 }] }, 'booleans', 'name'],
    ['two symbols of one value', { booleans: [...smallPolicy.booleans, { name: 'other', value: 1, state: 0 }] }, 'booleans', 'value'],
    ['a value above the highest', { highest: { types: 3 } }, 'types', 'value'],
    ['a value of 0', { booleans: [{ name: 'switch', value: 0, state: 0 }] }, 'booleans', 'value'],
    ['an empty name', { booleans: [{ name: '', value: 1, state: 0 }] }, 'booleans', 'name'],
    ['a name with NUL', { booleans: [{ name: 'a\0', value: 1, state: 0 }] }, 'booleans', 'name'],
    ['a state of 2', { booleans: [{ name: 'switch', value: 1, state: 2 }] }, 'booleans', 'state'],
    [
      'an alias of nothing',
      { highest: { types: 5 }, types: [...smallPolicy.types, { name: 'lost', value: 5, properties: 0 }], attributes: [...smallPolicy.attributes, []] },
      'types',
      'value',
    ],
    [
      'object_r with another value',
      {
        roles: [
          { ...objectRole, value: 2 },
          { ...worker, value: 1 },
        ],
      },
      'roles',
      'value of object_r',
    ],
    ['a role of missing types', { roles: [objectRole, { ...worker, types: [1, 9] }] }, 'roles', 'types'],
    ['a role that dominates a missing one', { roles: [objectRole, { ...worker, dominates: [2, 3] }] }, 'roles', 'dominates'],
    [
      'roles that bound each other',
      {
        roles: [
          { ...objectRole, bounds: 2 },
          { ...worker, bounds: 1 },
        ],
      },
      'roles',
      'bounds',
    ],
    ['a type bounded by itself', types(1, { bounds: 1 }), 'types', 'bounds'],
    ['a type bounded by an attribute', types(1, { bounds: 3 }), 'types', 'bounds'],
    ['a bounded attribute', types(3, { bounds: 1 }), 'types', 'bounds of an attribute'],
    ['a user of missing roles', { users: [{ ...user, roles: [3] }] }, 'users', 'roles'],
    ['a user bounded by a missing one', { users: [{ ...user, bounds: 7 }] }, 'users', 'bounds'],
    ['a user whose range is upside down', { users: [{ ...user, range: [TOP, LEVEL] }] }, 'users', 'range'],
    ['a user with a missing category', { users: [{ ...user, level: { sensitivity: 1, categories: [3] } }] }, 'users', 'categories'],
    ['a level with a missing category', { levels: [{ name: 's0', level: { sensitivity: 1, categories: [1, 2, 3] } }] }, 'levels', 'categories'],
    [
      'an alias with other categories',
      { levels: [...smallPolicy.levels, { name: 'low', isAlias: 1, level: { sensitivity: 1, categories: [1] } }] },
      'levels',
      'categories of an alias',
    ],
    ['a common with a gap', { commons: [{ ...smallPolicy.commons[0]!, permissionCount: 3 }] }, 'commons', 'permissions'],
    ['a class with a gap', { classes: [process, { ...file, permissionCount: 4 }] }, 'classes', 'permissions'],
    ['a permission over that of the common', { classes: [process, { ...file, permissions: [['execute', 2]] }] }, 'classes', 'permission value'],
    ['more than 32 permissions', { classes: [process, { ...file, permissionCount: 33 }] }, 'classes', 'permissions nprim'],
    ['a missing common', { classes: [process, { ...file, common: 'x' }] }, 'classes', 'common'],
    ['a default_user of 3', defaults(3, 0, 0, 0), 'classes', 'default_user'],
    ['a default_role of 3', defaults(0, 3, 0, 0), 'classes', 'default_role'],
    ['a default_range of 8', defaults(0, 0, 8, 0), 'classes', 'default_range'],
    ['a default_type of 3', defaults(0, 0, 0, 3), 'classes', 'default_type'],
    [
      'a constraint without permissions',
      { classes: [{ ...process, constraints: [{ permissions: 4, expression: [equal] }] }, file] },
      'classes',
      'constraint permissions',
    ],
    ['a constraint without expression', expression(), 'classes', 'constraint expression'],
    ['a constraint with two results', expression(equal, equal), 'classes', 'constraint expression'],
    ['a constraint without operands', expression({ node: 1 }), 'classes', 'constraint expression'],
    ['a constraint that is too deep', expression(equal, equal, equal, equal, equal, equal), 'classes', 'constraint expression'],
    ['an unknown constraint node', expression({ node: 6 }), 'classes', 'constraint expr_type'],
    ['users that dominate', expression({ node: 4, attribute: 1, operator: 3 }), 'classes', 'constraint op'],
    ['a comparison of nothing', expression({ node: 4, attribute: 8, operator: 1 }), 'classes', 'constraint attr'],
    ['missing users in a constraint', expression({ node: 5, attribute: 1, operator: 1, names: [2] }), 'classes', 'constraint names'],
    ['missing types in a constraint', expression({ node: 5, attribute: 4, operator: 1, types: [9] }), 'classes', 'constraint type names'],
    ['types beside users in a constraint', expression({ node: 5, attribute: 1, operator: 1, types: [1] }), 'classes', 'constraint type names'],
    ['unknown flags of types', expression({ node: 5, attribute: 4, operator: 1, flags: 3 }), 'classes', 'constraint type flags'],
    ['the third context in a constraint', expression({ node: 5, attribute: 20, operator: 1 }), 'classes', 'constraint attr'],
    ['an operator with an attribute', expression(equal, { node: 1, attribute: 1 }), 'classes', 'constraint attr'],
    ['a validatetrans with permissions', validatetrans(1, equal), 'classes', 'validatetrans permissions'],
    ['a rule of two kinds', rules({ ...allow, specified: 3 }), 'avtab', 'specified'],
    ['a neverallow', rules({ ...allow, specified: 0x80 }), 'avtab', 'specified'],
    ['a rule of a missing source', rules({ ...allow, source: 9 }), 'avtab', 'source_type'],
    ['a rule of a missing target', rules({ ...allow, target: 0 }), 'avtab', 'target_type'],
    ['a rule of a missing class', rules({ ...allow, tclass: 3 }), 'avtab', 'target_class'],
    ['a rule without permissions', rules({ ...allow, data: 8 }), 'avtab', 'data'],
    ['a type rule of an attribute', rules({ ...allow, source: 3, specified: 0x10 }), 'avtab', 'source_type'],
    ['a type rule to an attribute', rules({ ...allow, specified: 0x10, data: 3 }), 'avtab', 'data'],
    ['an extended rule of an unknown kind', rules({ ...allow, specified: 0x100, xperms: { kind: 4, driver: 0, bits: [1] } }), 'avtab', 'xperms specified'],
    ['two rules of one key', rules(allow, { ...allow, data: 2 }), 'avtab', 'key'],
    [
      'a type rule with and without a condition',
      { rules: [{ ...allow, specified: 0x20 }], conditionals: [{ ...conditional, whenTrue: [{ ...allow, specified: 0x20 }] }] },
      'conditionals',
      'key',
    ],
    ['a conditional rule of a missing source', { conditionals: [{ ...conditional, whenFalse: [{ ...allow, source: 9 }] }] }, 'conditionals', 'source_type'],
    ['a missing boolean', condition([1, 2]), 'conditionals', 'boolean'],
    ['an unknown operator', condition([8, 0]), 'conditionals', 'expr_type'],
    ['an operator without operands', condition([1, 1], [4, 0]), 'conditionals', 'expression'],
    ['a condition with two results', condition([1, 1], [1, 1]), 'conditionals', 'expression'],
    ['a condition that is too deep', condition(...Array.from({ length: 11 }, () => [1, 1] as const)), 'conditionals', 'expression'],
    ['an operator with a boolean', condition([1, 1], [2, 1]), 'conditionals', 'boolean of an operator'],
    ['a current state of 2', { conditionals: [{ ...conditional, state: 2 }] }, 'conditionals', 'cur_state'],
    ['a role transition from a missing role', { roleTransitions: [[3, 2, 1, 1]] }, 'role transitions', 'role'],
    ['a role transition at a missing type', { roleTransitions: [[2, 5, 1, 1]] }, 'role transitions', 'type'],
    ['a role transition to a missing role', { roleTransitions: [[2, 2, 3, 1]] }, 'role transitions', 'new_role'],
    ['a role transition of a missing class', { roleTransitions: [[2, 2, 1, 3]] }, 'role transitions', 'tclass'],
    ['a role allow of a missing role', { roleAllows: [[0, 1]] }, 'role allows', 'role'],
    ['a role allow to a missing role', { roleAllows: [[1, 3]] }, 'role allows', 'new_role'],
    ['a transition of a name with a control character', { filenameTransitions: [{ ...filename, name: 'a\n' }] }, 'filename transitions', 'name'],
    ['a named transition from a missing type', { filenameTransitions: [{ ...filename, sources: [5] }] }, 'filename transitions', 'stypes'],
    ['a named transition at a missing type', { filenameTransitions: [{ ...filename, target: 5 }] }, 'filename transitions', 'ttype'],
    ['a named transition of a missing class', { filenameTransitions: [{ ...filename, tclass: 3 }] }, 'filename transitions', 'tclass'],
    ['a named transition to an attribute', { filenameTransitions: [{ ...filename, newType: 3 }] }, 'filename transitions', 'otype'],
    ['initial SID 28', { initialSids: [[28, SUBJECT]] }, 'initial SIDs', 'sid'],
    ['a context of a missing user', sid({ user: 2 }), 'initial SIDs', 'context user'],
    ['a context of a missing role', sid({ role: 3 }), 'initial SIDs', 'context role'],
    ['a context of an attribute', sid({ type: 3 }), 'initial SIDs', 'context type'],
    ['a context of a type that its role has not', sid({ type: 2 }), 'initial SIDs', 'context type'],
    ['a context of a role that its user has not', { users: [{ ...user, roles: [1] }] }, 'initial SIDs', 'context role'],
    ['a context of a missing sensitivity', sid({ range: [{ sensitivity: 2, categories: [] }] }), 'initial SIDs', 'sensitivity'],
    ['a context that its user may not reach', { users: [{ ...user, range: [LEVEL] }] }, 'initial SIDs', 'context range'],
    ['a category that its sensitivity has not', { levels: [{ name: 's0', level: { sensitivity: 1, categories: [1] } }] }, 'users', 'categories'],
    ['a port of no protocol', { ports: [[7, 1, 2, OBJECT]] }, 'ports', 'protocol'],
    ['ports upside down', { ports: [[6, 2, 1, OBJECT]] }, 'ports', 'range'],
    ['an interface with a wrong second context', { interfaces: [['eth0', OBJECT, { ...OBJECT, type: 9 }]] }, 'interfaces', 'context type'],
    ['an fs_use of no kind', { fsUses: [[4, 'ext4', OBJECT]] }, 'fs_use', 'behavior'],
    ['a node with a wrong context', { nodes: [[[10, 0, 0, 1], [255, 0, 0, 0], { ...OBJECT, user: 9 }]] }, 'nodes', 'context user'],
    ['Infiniband keys upside down', { infinibandPartitions: [[[0, 0, 0, 0, 0, 0, 0, 1], 3, 2, OBJECT]] }, 'Infiniband partitions', 'range'],
    ['Infiniband port 0', { infinibandPorts: [['mlx', 0, OBJECT]] }, 'Infiniband ports', 'port'],
    ['a genfs of a missing class', { genfs: [['proc', [['/', 3, OBJECT]]]] }, 'genfs', 'sclass'],
    ['a range transition of a missing class', { rangeTransitions: [{ source: 1, target: 2, tclass: 3, range: [LEVEL] }] }, 'range transitions', 'target_class'],
    [
      'a range transition with a range upside down',
      { rangeTransitions: [{ source: 1, target: 2, tclass: 1, range: [TOP, LEVEL] }] },
      'range transitions',
      'range',
    ],
    ['a type with a type for an attribute', { attributes: [[1, 2], [2, 3], [3], [4]] }, 'type attribute map', 'attributes'],
    ['a permissive attribute', { permissive: [3] }, '', 'permissive_map'],
  ])('%s', (_, changes, section, field) => {
    const structure = section === '' ? 'SELinux policy' : `SELinux policy, ${section}`;
    expect(() => parse(changes)).toThrow(
      expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ structure, field, offset: expect.any(Number) }) }),
    );
  });

  it('allows gaps between values', () => {
    expect(parse({ highest: { booleans: 3 } }).booleans.maxValue).toBe(3);
    expect(() => parse({ highest: { booleans: 3 }, conditionals: [{ ...conditional, expression: [[1, 2]] }] })).toThrow('boolean');
  });
});
