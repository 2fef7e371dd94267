import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { FormatError, UnsupportedError } from '../../bytes/index.ts';
import { assemblePolicy, type PolicyParts, parseSelinuxPolicy, type RuleTable, type SelinuxPolicy } from './index.ts';

const VERSION = 33;
const read = parseSelinuxPolicy(writePolicy({ ...smallPolicy, version: VERSION }));

function recordsOf(rules: RuleTable, from: number, to: number) {
  return Array.from({ length: to - from }, (_, index) => {
    const [source, target, tclass, kind, data] = [rules.source, rules.target, rules.tclass, rules.kind, rules.data].map((column) => column[from + index]!);
    return {
      source: source!,
      target: target!,
      tclass: tclass!,
      kind: kind!,
      data: data!,
      conditional: rules.conditional[from + index]!,
      offset: rules.offset[from + index]!,
    };
  });
}

/** What a policy that was read consists of. */
function partsOf({ rules, attributeMap, ...policy }: SelinuxPolicy): PolicyParts {
  const { commons, classes, roles, types, users, booleans, sensitivities, categories } = policy;
  const records = { commons, classes, roles, types, users, booleans, sensitivities, categories };
  return {
    ...policy,
    ...(Object.fromEntries(Object.entries(records).map(([name, table]) => [name, table.records])) as unknown as Pick<PolicyParts, keyof typeof records>),
    rules: recordsOf(rules, 0, rules.unconditionalCount),
    conditionalRules: recordsOf(rules, rules.unconditionalCount, rules.count),
    xperms: rules.xperms,
    attributes: attributeMap.maps,
  };
}

describe('assemblePolicy', () => {
  it('makes of the parts of a policy that was read the same policy', () => {
    const { ruleIndex, ...assembled } = assemblePolicy(partsOf(read));
    const { ruleIndex: index, ...expected } = read;
    expect(assembled).toEqual(expected);
    expect(ruleIndex.bySource(1)).toEqual(index.bySource(1));
  });

  it.each([30, 36, 31.5, Number.NaN])('version %d is an UnsupportedError', (version) => {
    expect(() => assemblePolicy({ ...partsOf(read), header: { ...read.header, version } })).toThrow(UnsupportedError);
  });

  it.each<[string, Partial<PolicyParts>]>([
    ['a name twice', { types: [...read.types.records, read.types.records[0]!] }],
    ['a value twice', { users: [...read.users.records, { ...read.users.records[0]!, name: 'other' }] }],
    ['a value of nothing', { roleAllows: [{ role: 99, newRole: 1, offset: 0 }] }],
    ['a value of 0', { booleans: [{ name: 'none', value: 0, state: 0, isAlias: false, offset: 0 }] }],
  ])('%s is a FormatError', (_, parts) => expect(() => assemblePolicy({ ...partsOf(read), ...parts })).toThrow(FormatError));
});
