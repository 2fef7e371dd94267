import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { parseSelinuxPolicy } from '../index.ts';

const parseRecipe = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const SUBJECT = smallPolicy.initialSids[0]![1];
const OBJECT = smallPolicy.ports[0]![3];
const user = smallPolicy.users[0]!;
const conditional = smallPolicy.conditionals[0]!;
const filename = smallPolicy.filenameTransitions[0]!;
const allow = { source: 1, target: 2, tclass: 2, specified: 1, data: 1 };
const LEVEL = { sensitivity: 1, categories: [] as number[] };
const TOP = { sensitivity: 1, categories: [1, 2] };
const rules = (...changed: PolicyRecipe['rules']): Partial<PolicyRecipe> => ({ rules: changed });
const condition = (...nodes: (readonly [number, number])[]): Partial<PolicyRecipe> => ({ conditionals: [{ ...conditional, expression: nodes }] });
const sid = (change: object): Partial<PolicyRecipe> => ({ initialSids: [[1, { ...SUBJECT, ...change }]] });

describe('rules, transitions and contexts of what the policy does not define are refused', () => {
  it.each<[string, Partial<PolicyRecipe>, string, string]>([
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
    expect(() => parseRecipe(changes)).toThrow(
      expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ structure, field, offset: expect.any(Number) }) }),
    );
  });
});

describe('a policy without MLS', () => {
  const withoutMls = (changes: Partial<PolicyRecipe> = {}) => {
    const bytes = Buffer.from(writePolicy({ ...smallPolicy, ...changes }));
    const CONFIG = 20;
    bytes[CONFIG]! &= ~1;
    return parseSelinuxPolicy(bytes);
  };

  it('may have range transitions', () => {
    expect(withoutMls()).toMatchObject({ header: { mls: false }, rangeTransitions: [{ range: { low: { sensitivity: 1 } } }] });
  });

  it('is refused where a range transition leads to no range', () => {
    const nowhere = [{ sensitivity: 0, categories: [] }];
    expect(() => withoutMls({ rangeTransitions: [{ source: 1, target: 2, tclass: 1, range: nowhere }] })).toThrow(
      expect.objectContaining({ kind: 'format', message: expect.stringContaining('range transitions, sensitivity') }),
    );
  });
});
