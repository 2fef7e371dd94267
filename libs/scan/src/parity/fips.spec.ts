import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listCases } from '@staticfire/evaluate';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load-policies.ts';
import { type FipsParityRow, fipsParity } from './fips.ts';

const POLICIES = fileURLToPath(new URL('../../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const { packs } = loadPolicies({ packs: files });
const baseline = packs.find(({ id }) => id === 'baseline')!;
const controls = packs.find(({ id }) => id === 'fips-140-3')!.controls;
const SAME = { pass: 'PASS', fail: 'FAIL' } as const;

/** Cases that ours decides, of evidence that is there and can be read. */
function comparisonsOf({ rule, host }: FipsParityRow) {
  return listCases({ ...baseline, rules: baseline.rules.filter(({ id }) => id === rule) }).flatMap(({ name, body, expected, evaluate }) => {
    const { verdict } = evaluate();
    const isWhole = body.facts.every(({ state }) => state === 'present') && !JSON.stringify(expected.given).includes('$unreadable');
    if (!isWhole || (verdict !== 'pass' && verdict !== 'fail')) return [];
    const facts = new Map(body.facts.map((fact) => [fact.name, fact.state === 'present' ? fact.value : undefined]));
    return [{ name, ours: SAME[verdict], onHost: host(facts) }];
  });
}

describe('FIPS report, beside the on-host checker', () => {
  it('has every check of the checker', () => expect([...new Set(fipsParity.map(({ check }) => check))]).toEqual(['1.0', '1.1', '1.2']));

  it.each(fipsParity)('$check as $rule: the same answers but where a difference is listed with its reason', (row) => {
    const compared = comparisonsOf(row);
    const differing = compared.filter(({ ours, onHost }) => ours !== onHost).map(({ name }) => name);
    expect(differing.sort()).toEqual(Object.keys(row.differences).sort());
    expect(new Set(compared.map(({ ours }) => ours))).toEqual(new Set(['PASS', 'FAIL']));
  });

  it.each(fipsParity)('$control tells what differs, and needs $rule', ({ control, rule }) => {
    const { rules, difference } = controls.find(({ id }) => id === control)!;
    expect(rules).toContain(rule);
    expect(difference ?? '').toMatch(/on-host tool/);
  });
});
