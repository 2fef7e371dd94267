import { readFileSync } from 'node:fs';
import { FormatError, ReadError } from '@staticfire/read/bytes';
import { parseCil } from '@staticfire/read/formats/cil';
import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { bottlerocketPolicy, compiledPolicy, describeOracle, everyStatementCil, everyStatementPolicy, toolsFor } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { comparePolicies } from '../difference/index.ts';
import { acceptedStatements, acceptedTexts } from './fixtures/accepted-statements.ts';
import { BASE } from './fixtures/base-policy.ts';
import { policyText } from './fixtures/policy-text.ts';
import { refusedStatements, refusedTexts, strictlyRefused } from './fixtures/refused-statements.ts';
import { compileCil } from './index.ts';

const compiled = (text: string, version?: number) =>
  compileCil([{ file: 'policy.cil', statements: parseCil(Buffer.from(text), 'policy.cil') }], version === undefined ? {} : { version });

/** Nothing is left out: the same statements, rules as text (so that the same attributes are kept), counts, contexts and values. */
async function expectSame(text: string): Promise<void> {
  const theirs = parseSelinuxPolicy(readFileSync(await compiledPolicy(text)));
  const ours = compiled(text);
  expect(comparePolicies(theirs, ours)).toEqual([]);
  expect(policyText(ours)).toEqual(policyText(theirs));
}

async function expectRefused(text: string): Promise<void> {
  await expect(compiledPolicy(text)).rejects.toThrow();
  expect(() => compiled(text)).toThrow(ReadError);
}

describeOracle('CIL against secilc', toolsFor('secilc'), () => {
  it('a policy with the types of Bottlerocket', () => expectSame(bottlerocketPolicy()));
  it('the policy of the lab images', () => expectSame(bottlerocketPolicy('', { era: '2026' })));

  it.each([31, 32, 33] as const)('every kind of statement, version %i', async (version) => {
    const theirs = parseSelinuxPolicy(readFileSync(await everyStatementPolicy(version)));
    const ours = compiled(await everyStatementCil(version), version);
    expect(comparePolicies(theirs, ours)).toEqual([]);
    expect(policyText(ours)).toEqual(policyText(theirs));
  });

  describe('what is compiled', () => {
    it.each(acceptedStatements)('%s', (statements) => expectSame(`${BASE}${statements}\n`));
    it.each(acceptedTexts)('%s', (_, text) => expectSame(text));
  });

  describe('what is refused', () => {
    it.each(refusedStatements)('%s', (statements) => expectRefused(`${BASE}${statements}\n`));
    it.each(refusedTexts)('%s', (_, text) => expectRefused(text));
    it.each(strictlyRefused)('here, not by secilc: %s', async (statements) => {
      const text = `${BASE}${statements}\n`;
      await compiledPolicy(text);
      expect(() => compiled(text)).toThrow(FormatError);
    });
  });
});
