import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { parseSelinuxPolicy } from '../index.ts';

const parseRecipe = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const [process, file] = smallPolicy.classes as [(typeof smallPolicy.classes)[number], (typeof smallPolicy.classes)[number]];
const equal = { node: 4, attribute: 1, operator: 1 };
type Nodes = NonNullable<typeof process.constraints>[number]['expression'];
const expression = (...nodes: Nodes): Partial<PolicyRecipe> => ({ classes: [{ ...process, constraints: [{ permissions: 1, expression: nodes }] }, file] });
const validatetrans = (permissions: number, ...nodes: Nodes): Partial<PolicyRecipe> => ({
  classes: [{ ...process, validateTransitions: [{ permissions, expression: nodes }] }, file],
});
const defaults = (...values: [number, number, number, number]): Partial<PolicyRecipe> => ({ classes: [process, { ...file, defaults: values }] });

describe('classes and constraints that make no sense are refused', () => {
  it.each<[string, Partial<PolicyRecipe>, string, string]>([
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
  ])('%s', (_, changes, section, field) => {
    const structure = section === '' ? 'SELinux policy' : `SELinux policy, ${section}`;
    expect(() => parseRecipe(changes)).toThrow(
      expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ structure, field, offset: expect.any(Number) }) }),
    );
  });
});
