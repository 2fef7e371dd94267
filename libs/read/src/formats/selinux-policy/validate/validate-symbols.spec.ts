import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { parseSelinuxPolicy } from '../index.ts';

const parseRecipe = (changes: Partial<PolicyRecipe> = {}) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const [objectRole, worker] = smallPolicy.roles as [(typeof smallPolicy.roles)[number], (typeof smallPolicy.roles)[number]];
const user = smallPolicy.users[0]!;
const LEVEL = { sensitivity: 1, categories: [] as number[] };
const TOP = { sensitivity: 1, categories: [1, 2] };
const types = (value: number, change: object): Partial<PolicyRecipe> => ({
  types: smallPolicy.types.map((type) => (type.value === value && type.properties !== 0 ? { ...type, ...change } : type)),
});

describe('symbols that do not fit together are refused', () => {
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
    ['another role with the value of object_r', { roles: [{ ...objectRole, name: 'object_s' }, worker] }, 'roles', 'value of object_r'],
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
  ])('%s', (_, changes, section, field) => {
    const structure = section === '' ? 'SELinux policy' : `SELinux policy, ${section}`;
    expect(() => parseRecipe(changes)).toThrow(
      expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ structure, field, offset: expect.any(Number) }) }),
    );
  });

  it('allows gaps between values', () => {
    expect(parseRecipe({ highest: { booleans: 3 } }).booleans.maxValue).toBe(3);
    expect(() => parseRecipe({ highest: { booleans: 3 }, conditionals: [{ ...smallPolicy.conditionals[0]!, expression: [[1, 2]] }] })).toThrow('boolean');
  });
});
