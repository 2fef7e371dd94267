import type { ClassRecipe, ContextRecipe, LevelRecipe, PolicyRecipe, RangeRecipe } from './policy-recipe.ts';

const LOW: LevelRecipe = { sensitivity: 1, categories: [] };
const HIGH: LevelRecipe = { sensitivity: 1, categories: [1, 2] };
const RANGE: RangeRecipe = [LOW, HIGH];
const OBJECT: ContextRecipe = { user: 1, role: 1, type: 2, range: [LOW] };
const SUBJECT: ContextRecipe = { user: 1, role: 2, type: 1, range: RANGE };
const NOTHING_ELSE = { fileSystems: [], interfaces: [], nodes: [], nodes6: [], infinibandPartitions: [], infinibandPorts: [] };

const PROCESS: ClassRecipe = {
  name: 'process',
  value: 1,
  permissionCount: 2,
  permissions: [
    ['fork', 1],
    ['transition', 2],
  ],
  constraints: [{ permissions: 2, expression: [{ node: 4, attribute: 1, operator: 1 }] }],
};
const FILE: ClassRecipe = { name: 'file', value: 2, common: 'file_common', permissionCount: 3, permissions: [['execute', 3]], defaults: [1, 2, 6, 2] };

/**
 * A policy that says a little of everything: types subject_t (1) and object_t (2), attribute group (3) of both, attribute none (4) of no type,
 * alias subject (1); classes process (1) and file (2); role worker (2); user someone (1); boolean switch (1); level s0 with c0 and c1.
 */
export const smallPolicy: PolicyRecipe = {
  version: 33,
  config: 1,
  capabilities: [1],
  permissive: [2],
  neverAudit: [],
  highest: {},
  commons: [
    {
      name: 'file_common',
      value: 1,
      permissionCount: 2,
      permissions: [
        ['write', 2],
        ['read', 1],
      ],
    },
  ],
  classes: [PROCESS, FILE],
  roles: [
    { name: 'object_r', value: 1, dominates: [1], types: [] },
    { name: 'worker', value: 2, dominates: [2], types: [1] },
  ],
  types: [
    { name: 'object_t', value: 2, properties: 1 },
    { name: 'subject', value: 1, properties: 0 },
    { name: 'subject_t', value: 1, properties: 1 },
    { name: 'group', value: 3, properties: 3 },
    { name: 'none', value: 4, properties: 3 },
  ],
  users: [{ name: 'someone', value: 1, roles: [1, 2], range: RANGE, level: LOW }],
  booleans: [{ name: 'switch', value: 1, state: 1 }],
  levels: [{ name: 's0', level: HIGH }],
  categories: [
    { name: 'c0', value: 1 },
    { name: 'c1', value: 2 },
  ],
  rules: [
    { source: 3, target: 2, tclass: 2, specified: 0x1, data: 0b101 },
    { source: 1, target: 2, tclass: 2, specified: 0x4, data: ~0b010 },
    { source: 1, target: 2, tclass: 1, specified: 0x10, data: 2 },
    { source: 4, target: 3, tclass: 2, specified: 0x1, data: 0b010 },
    { source: 1, target: 2, tclass: 2, specified: 0x100, xperms: { kind: 1, driver: 0x89, bits: [0x10, 0x11, 0xff] } },
  ],
  conditionals: [
    {
      state: 1,
      expression: [[1, 1]],
      whenTrue: [{ source: 1, target: 2, tclass: 2, specified: 0x1, data: 0b010 }],
      whenFalse: [{ source: 1, target: 2, tclass: 2, specified: 0x2, data: 0b010 }],
    },
  ],
  roleTransitions: [[2, 2, 1, 1]],
  roleAllows: [[2, 1]],
  filenameTransitions: [{ name: 'a.conf', sources: [1, 2], target: 2, tclass: 2, newType: 1 }],
  ...NOTHING_ELSE,
  initialSids: [[1, SUBJECT]],
  ports: [[6, 80, 90, OBJECT]],
  fsUses: [[1, 'ext4', OBJECT]],
  genfs: [['proc', [['/', 0, OBJECT]]]],
  rangeTransitions: [{ source: 1, target: 2, tclass: 1, range: RANGE }],
  attributes: [[1, 3], [2, 3], [3], [4]],
};
