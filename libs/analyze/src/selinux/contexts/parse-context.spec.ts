import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnknownSymbolError } from '../rule-query.ts';
import { canonicalContext, contextOf, InvalidContextError, parseContext } from './index.ts';

const policy = parseSelinuxPolicy(writePolicy(smallPolicy));
const plain = parseSelinuxPolicy(writePolicy({ ...smallPolicy, config: 0 }));

describe('parseContext', () => {
  it('takes names, aliases and ranges apart', () => {
    const { low, high, ...names } = parseContext(policy, 'someone:worker:subject:s0-s0:c0.c1');
    expect(names).toEqual({ user: 1, role: 2, type: 1 });
    expect([low, high].map(({ sensitivity, categories }) => [sensitivity, [...categories]])).toEqual([
      [1, []],
      [1, [0b11]],
    ]);
    expect(parseContext(policy, 'someone:worker:subject_t:s0-s0:c0.c1')).toEqual(contextOf(policy.objectContexts.initialSids[0]!.context));
    expect(parseContext(plain, 'someone:object_r:object_t')).toMatchObject({ user: 1, role: 1, type: 2, low: { sensitivity: 0 } });
  });

  it.each([
    ['someone:worker', 'it has no user, role and type'],
    ['someone:worker:subject_t', 'it has no level'],
    ['someone:worker:object_t:s0', 'its role does not have its type'],
    ['someone:object_r:group:s0', 'its type is an attribute'],
    ['someone:worker:subject_t:s0:c0-s0', 'its high level does not dominate its low one'],
    ['someone:object_r:object_t:s0:c1.c0', 'its last category is below the first'],
  ])('refuses %s: %s', (text, reason) => {
    expect(() => parseContext(policy, text)).toThrow(reason);
    expect(() => parseContext(policy, text)).toThrow(InvalidContextError);
  });

  it.each([
    'x:worker:subject_t:s0',
    'someone:x:subject_t:s0',
    'someone:worker:x:s0',
    'someone:worker:subject_t:x',
    'someone:worker:subject_t:s0:x',
    'someone:worker:subject_t:s0:',
  ])('does not know %s', (text) => {
    expect(() => parseContext(policy, text)).toThrow(UnknownSymbolError);
  });

  it('refuses a level in a policy without levels', () => {
    expect(() => parseContext(plain, 'someone:object_r:object_t:s0')).toThrow('the policy has no levels');
  });

  it("refuses a range that is not within the user's", () => {
    const narrow = { ...smallPolicy.users[0]!, range: [{ sensitivity: 1, categories: [] }] as const };
    const context = { user: 1, role: 1, type: 2, range: [{ sensitivity: 1, categories: [] }] as const };
    const changed = parseSelinuxPolicy(writePolicy({ ...smallPolicy, users: [narrow], initialSids: [[1, context]] }));
    expect(() => parseContext(changed, 'someone:worker:subject_t:s0:c0')).toThrow('its range is not within that of its user');
    expect(parseContext(changed, 'someone:object_r:object_t:s0:c0').type).toBe(2);
  });
});

describe('canonicalContext', () => {
  it.each([
    ['someone:worker:subject:s0-s0:c0,c1', 'someone:worker:subject_t:s0-s0:c0.c1'],
    ['someone:object_r:object_t:s0-s0', 'someone:object_r:object_t:s0'],
    ['someone:object_r:x:s0', undefined],
    ['someone:worker:object_t:s0', undefined],
  ])('%s is %s', (text, expected) => {
    expect(canonicalContext(policy, text)).toBe(expected);
  });
});
