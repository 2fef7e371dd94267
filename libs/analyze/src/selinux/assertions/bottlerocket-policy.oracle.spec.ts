import { readFileSync } from 'node:fs';
import { parseCil } from '@staticfire/read/formats/cil';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, describeOracle, type PolicyEra, toolsFor } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { policyCounts } from '../info/index.ts';
import { readNeverallows } from '../neverallows/index.ts';
import { classicFacts, laterFacts } from './fixtures/bottlerocket-facts.ts';
import { RELATIONS_PER_TYPE, relationAssertions, relationAssertions2026 } from './fixtures/bottlerocket-relations.ts';
import { decideAssertion, type PolicyAssertion } from './index.ts';

interface Expected {
  readonly era: PolicyEra;
  readonly relations: readonly PolicyAssertion[];
  readonly facts: readonly PolicyAssertion[];
  readonly neverallows: number;
  /** selinux.md, section 1, counts the same in core-kit 3.1.1; what anatomy-2026 adds to it is deduced. */
  readonly counts: Readonly<Record<string, number>>;
}

const COUNTS = { Classes: 100, Sensitivities: 1, Categories: 1024, Users: 1, Roles: 2, Permissives: 0, 'Initial SIDs': 10, Fs_use: 13, Genfscon: 17 };
const ERAS: readonly Expected[] = [
  {
    era: 'classic',
    relations: relationAssertions,
    facts: classicFacts,
    neverallows: 20,
    counts: {
      ...{ ...COUNTS, Permissions: 257, Types: 34, Attributes: 31, Allow: 614, Dontaudit: 1, Type_trans: 21, Range_trans: 6, Role_trans: 0 },
      ...{ 'MLS Constrain': 35, 'MLS Val. Tran': 69, Defaults: 11, Polcap: 6 },
    },
  },
  {
    era: '2026',
    relations: relationAssertions2026,
    facts: laterFacts,
    neverallows: 24,
    counts: { ...COUNTS, Types: 40, Range_trans: 9, Polcap: 8, Defaults: 13 },
  },
];

describeOracle("the lab's imitations of Bottlerocket's policies", toolsFor('secilc'), () => {
  describe.each(ERAS)('$era', ({ era, relations, facts, neverallows, counts }) => {
    const cil = bottlerocketPolicy('', { era });
    let policy: SelinuxPolicy;
    beforeAll(async () => {
      policy = parseSelinuxPolicy(readFileSync(await compiledPolicy(cil)));
    });
    const violations = (assertion: PolicyAssertion) => decideAssertion(policy, assertion).violations;

    it('who may do what to which type', () => {
      expect(relations).toHaveLength(counts['Types']! * RELATIONS_PER_TYPE);
      expect(relations.flatMap(violations)).toEqual([]);
    });

    it('everything else that is told of it', () => {
      expect(facts.flatMap((assertion) => violations(assertion).map((violation) => ({ assertion, violation })))).toEqual([]);
    });

    it('its neverallow statements hold', () => {
      const read = readNeverallows([{ file: 'policy.cil', statements: parseCil(Buffer.from(cil), 'policy.cil') }]);
      expect(read).toHaveLength(neverallows);
      expect(decideAssertion(policy, { assert: 'neverallows_hold' }, { neverallows: read }).violations).toEqual([]);
    });

    it('has as many statements', () => {
      expect(Object.fromEntries(policyCounts(policy))).toMatchObject(counts);
    });
  });

  it('each era fails facts of the other', async () => {
    const [classic, later] = (await Promise.all(
      ERAS.map(async ({ era }) => parseSelinuxPolicy(readFileSync(await compiledPolicy(bottlerocketPolicy('', { era }))))),
    )) as [SelinuxPolicy, SelinuxPolicy];
    const fails = (policy: SelinuxPolicy, assertion: PolicyAssertion) =>
      !decideAssertion(policy, { ...assertion, missing: 'ok', empty: 'ok' } as PolicyAssertion).holds;
    expect(classicFacts.filter((assertion) => fails(later, assertion)).length).toBeGreaterThan(20);
    expect(relationAssertions.filter((assertion) => fails(later, assertion)).length).toBeGreaterThan(20);
    expect(relationAssertions2026.filter((assertion) => fails(classic, assertion)).length).toBeGreaterThan(20);
  });
});
