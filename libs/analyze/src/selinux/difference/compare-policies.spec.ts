import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { type PolicyRecipe, smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { comparePolicies, differenceSections } from './index.ts';

const policyOf = (changes: Partial<PolicyRecipe>) => parseSelinuxPolicy(writePolicy({ ...smallPolicy, ...changes }));
const before = policyOf({});
const compare = (changes: Partial<PolicyRecipe>, sections?: readonly string[]) => comparePolicies(before, policyOf(changes), sections);
const [PROCESS, FILE] = smallPolicy.classes;

describe('comparePolicies', () => {
  it('finds nothing between equal policies, whatever the order and the attributes', () => {
    expect(compare({})).toEqual([]);
    const expanded = [1, 2].map((source) => ({ ...smallPolicy.rules[0]!, source }));
    expect(compare({ rules: [...smallPolicy.rules.slice(1).reverse(), ...expanded], types: [...smallPolicy.types].reverse() })).toEqual([]);
  });

  it('compares access by the names of permissions, not by their bits', () => {
    const renumbered = { ...FILE!, common: '', permissions: [['read', 3], ['write', 2], ['execute', 1]] as const }; // biome-ignore format: one line
    const found = compare({ classes: [PROCESS!, renumbered], commons: [] }, ['allow', 'dontaudit']);
    expect(found).toEqual([]);
    const swapped = { ...renumbered, permissions: [['read', 2], ['write', 3], ['execute', 1]] as const }; // biome-ignore format: one line
    expect(compare({ classes: [PROCESS!, swapped], commons: [] }, ['allow'])).toEqual([
      {
        section: 'allow',
        added: [],
        removed: [],
        modified: [
          { name: 'allow object_t object_t:file', added: ['write'], removed: ['read'] },
          { name: 'allow subject_t object_t:file', added: ['write'], removed: ['read'] },
          { name: 'allow subject_t object_t:file [ switch ]:True', added: ['read'], removed: ['write'] },
        ],
      },
    ]);
  });

  it('lists what only one policy has, with all its parts', () => {
    const [conditional] = smallPolicy.conditionals;
    const found = compare({ conditionals: [{ ...conditional!, whenTrue: [] }], capabilities: [1, 2] });
    expect(found).toEqual([
      { section: 'allow', added: [], removed: [{ name: 'allow subject_t object_t:file [ switch ]:True', added: [], removed: ['write'] }], modified: [] },
      { section: 'polcap', added: [{ name: 'extended_socket_class', added: [], removed: [] }], removed: [], modified: [] },
    ]);
    expect(comparePolicies(policyOf({ capabilities: [1, 2] }), before)).toEqual([
      { section: 'polcap', added: [], removed: [{ name: 'extended_socket_class', added: [], removed: [] }], modified: [] },
    ]);
  });

  it('compares extended permissions one by one', () => {
    const rules = smallPolicy.rules.map((rule) => (rule.xperms === undefined ? rule : { ...rule, xperms: { ...rule.xperms, bits: [0x10, 0x12, 0xff] } }));
    expect(compare({ rules })).toEqual([
      {
        section: 'allowxperm',
        added: [],
        removed: [],
        modified: [{ name: 'allowxperm subject_t object_t:file ioctl', added: ['0x8912'], removed: ['0x8911'] }],
      },
    ]);
  });

  it('compares the sections asked for', () => {
    expect(compare({ capabilities: [], permissive: [] }, ['polcap', 'unheard of']).map(({ section }) => section)).toEqual(['polcap']);
    expect(compare({ capabilities: [], permissive: [] }).map(({ section }) => section)).toEqual(['type', 'polcap']);
    expect(new Set(differenceSections).size).toBe(differenceSections.length);
  });
});
