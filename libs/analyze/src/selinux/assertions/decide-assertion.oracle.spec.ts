import { readFileSync } from 'node:fs';
import { parseCil } from '@staticfire/read/formats/cil';
import { parseSelinuxPolicy, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, describeOracle, toolsFor, withoutNeverallows } from '@staticfire/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { readNeverallows } from '../neverallows/index.ts';
import { classMaps, neverAssertions } from './fixtures/bottlerocket-nevers.ts';
import { RELATIONS_PER_TYPE, relationAssertions } from './fixtures/bottlerocket-relations.ts';
import { type Mutation, mutations } from './fixtures/mutations.ts';
import { type AssertionData, type AssertionVerdict, decideAssertion, type PolicyAssertion } from './index.ts';

const BUDGET_MS = 150;
const cil = bottlerocketPolicy();
const neverallows = readNeverallows([{ file: 'policy.cil', statements: parseCil(Buffer.from(cil), 'policy.cil') }]);
const data: AssertionData = { classMaps, neverallows };

const compile = async (text: string) => parseSelinuxPolicy(readFileSync(await compiledPolicy(text)));
const withRule = (...statements: readonly string[]) => compile(withoutNeverallows(bottlerocketPolicy(statements.join('\n'))));

function changed({ change }: Mutation): Promise<SelinuxPolicy> {
  if (typeof change === 'string') return withRule(change);
  if (!cil.includes(change[0])) throw new Error(`the policy has no ${change[0]}`);
  return compile(withoutNeverallows(cil.replace(...(change as [string, string]))));
}

const subjectsOf = ({ violations }: AssertionVerdict) => violations.map(({ subject }) => subject);
const failing = (policy: SelinuxPolicy, assertions: readonly PolicyAssertion[]) =>
  assertions.filter((assertion) => !decideAssertion(policy, assertion, data).holds);

describeOracle('assertions about policies that secilc compiles', toolsFor('secilc'), () => {
  let policy: SelinuxPolicy;
  /** Compilers keep attributes for neverallow statements. */
  let baseline: SelinuxPolicy;
  beforeAll(async () => {
    policy = await compile(cil);
    baseline = await withRule();
  });

  it('who may do what is as selinux.md says', () => {
    expect(relationAssertions).toHaveLength(34 * RELATIONS_PER_TYPE);
    expect(failing(policy, relationAssertions)).toEqual([]);
  });

  it('nothing is allowed that the 20 neverallow statements forbid', () => {
    expect(neverAssertions).toHaveLength(20);
    expect(failing(policy, neverAssertions)).toEqual([]);
    expect(neverallows).toHaveLength(20);
    expect(decideAssertion(policy, { assert: 'neverallows_hold' }, data).holds).toBe(true);
    expect(decideAssertion(policy, { assert: 'unchanged' }, { baseline: policy }).holds).toBe(true);
  });

  describe.each(mutations)('$assertion.assert, $change', (mutation) => {
    it('holds, and fails after one change, for that reason', async () => {
      expect(decideAssertion(policy, mutation.assertion, mutation.data).violations).toEqual([]);
      const verdict = decideAssertion(await changed(mutation), mutation.assertion, mutation.data);
      expect(subjectsOf(verdict)).toEqual(mutation.subjects);
      expect(verdict).toMatchObject({ holds: false, total: mutation.subjects.length });
      if (mutation.rule !== undefined) expect(verdict.violations.flatMap(({ rules }) => rules)).toContain(mutation.rule);
    });

    it('fails alone or with others that the change is about', async () => {
      const after = await changed(mutation);
      const failed = mutations.filter((each) => !decideAssertion(after, each.assertion, each.data).holds);
      expect(failed.map(({ assertion }) => assertion)).toEqual([mutation.assertion]);
    });
  });

  it('one rule too many is one violation of every assertion that it is against', async () => {
    const rule = '(allow container_t os_t (file (write)))';
    const after = await withRule(rule);
    const found = [...neverAssertions, ...relationAssertions].flatMap((assertion) => decideAssertion(after, assertion, data).violations);
    const names = { source: 'container_t', target: 'os_t', class: 'file', permissions: ['write'], rules: ['allow container_t os_t:file write;'] };
    const subject = 'container_t os_t:file';
    expect(found).toEqual([
      { subject, message: 'write is allowed', ...names },
      { subject, message: 'write is allowed, and only others may', ...names },
    ]);
    const held = decideAssertion(after, { assert: 'neverallows_hold' }, data);
    expect(held.violations).toMatchObject([
      { subject, message: expect.stringMatching(/against \(neverallow all_s immutable_o \(files \(mutate\)\)\) at policy\.cil:\d+$/) },
    ]);
    const differences = decideAssertion(after, { assert: 'unchanged' }, { baseline });
    expect(differences.violations).toEqual([
      { subject: 'allow: allow container_t os_t:file', message: 'modified +write', rules: ['allow container_t os_t:file write;'] },
    ]);
  });

  it('a rule about an attribute is a violation for each of its types', async () => {
    const after = await withRule('(allow confined_s secret_t (file (read)))');
    const found = neverAssertions.flatMap((assertion) => decideAssertion(after, assertion, data).violations);
    expect(found.map(({ source, target, rules }) => [source, target, rules])).toEqual(
      ['bus_t', 'clock_t', 'network_t'].map((source) => [source, 'secret_t', ['allow confined_s secret_t:file read;']]),
    );
  });

  it('a permissive type is one violation of no_permissive and of unchanged', async () => {
    const after = await withRule('(typepermissive container_t)');
    const all: PolicyAssertion[] = [...relationAssertions, ...neverAssertions, { assert: 'neverallows_hold' }, { assert: 'no_permissive' }];
    expect(failing(after, all)).toEqual([{ assert: 'no_permissive' }]);
    const { violations } = decideAssertion(after, { assert: 'unchanged' }, { baseline });
    expect(violations).toEqual([{ subject: 'type: container_t', message: 'modified +permissive', rules: [] }]);
    expect(decideAssertion(after, { assert: 'unchanged', except: ['type'] }, { baseline }).holds).toBe(true);
  });

  it('conditional rules: any branch counts for never, the defaults of booleans for can', async () => {
    const after = await withRule('(boolean debug false)', '(booleanif debug (true (allow clock_t etc_t (file (write)))))');
    const access = { file: 'write' };
    const names = { source: ['clock_t'], target: ['etc_t'], access };
    const rule = 'allow clock_t etc_t:file write; [ debug ]:True';
    expect(decideAssertion(after, { assert: 'never', ...names }).violations).toMatchObject([{ rules: [rule] }]);
    expect(decideAssertion(after, { assert: 'never', ...names, rules: 'default' }).holds).toBe(true);
    const can = decideAssertion(after, { assert: 'can', ...names });
    expect(can.violations).toMatchObject([{ denied: 'only rules allow it whose condition does not hold', rules: [rule] }]);
    expect(decideAssertion(after, { assert: 'can', ...names, rules: 'any' }).holds).toBe(true);
    const only = (source: object) => decideAssertion(after, { assert: 'only', target: ['etc_t'], access, source });
    expect(subjectsOf(only({ at_most: ['trusted_s', 'network_t'] }))).toEqual(['clock_t etc_t:file']);
    expect(subjectsOf(only({ at_least: ['clock_t'] }))).toEqual(['clock_t etc_t']);
  });

  it(`decides about 60 assertions in less than ${BUDGET_MS} ms`, async () => {
    const assertions = [...neverAssertions, ...relationAssertions.slice(0, 20), { assert: 'neverallows_hold' } as const];
    const all = [...assertions.map((assertion) => ({ assertion, data })), ...mutations.map(({ assertion, data: own = {} }) => ({ assertion, data: own }))];
    expect(all.length).toBeGreaterThan(60);
    const bytes = readFileSync(await compiledPolicy(cil));
    const times = [1, 2, 3].map(() => {
      const fresh = parseSelinuxPolicy(bytes);
      const start = performance.now();
      for (const each of all) decideAssertion(fresh, each.assertion, each.data);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(BUDGET_MS);
  });
});
