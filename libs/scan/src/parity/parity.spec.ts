import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ListedCase, listCases, type Pack } from '@staticfire/evaluate';
import type { Verdict } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load-policies.ts';
import { cisBottlerocketParity } from './cis-bottlerocket.ts';
import { filterRows } from './filter-rows.ts';
import { hostView } from './host-view.ts';
import { type HostStatus, type HostView, onHostChecks } from './on-host-checks.ts';
import type { ParityRow, Scenario } from './parity-row.ts';

const POLICIES = fileURLToPath(new URL('../../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const { packs } = loadPolicies({ packs: files });
const controls = packs.find(({ id }) => id === 'cis-bottlerocket-1.0')!.controls;
const samples = new Map(packs.flatMap((pack) => [...pack.samples]));
const same: Readonly<Record<Exclude<Verdict, 'unknown' | 'not-applicable'>, HostStatus>> = { pass: 'PASS', fail: 'FAIL' };

interface Comparison {
  readonly id: string;
  readonly ours: Verdict;
  readonly onHost: HostStatus;
}

/** What both say of one case. Of evidence that cannot be read, or is not there at all, no host shows anything. */
function compare(control: string, listed: ListedCase, host: Partial<HostView> = {}): Comparison[] {
  const { ruleId, name, expected, body } = listed;
  const ours = listed.evaluate().verdict;
  if (ours !== 'pass' && ours !== 'fail') return [];
  if (body.facts.some(({ state }) => state !== 'present') || JSON.stringify(expected.given).includes('$unreadable')) return [];
  const facts = new Map([...samples, ...body.facts.map((fact) => [fact.name, fact.state === 'present' ? fact.value : undefined] as const)]);
  const view = hostView(facts, JSON.stringify(expected.given));
  const shown = { ...view, ...host, files: { ...view.files, ...host.files }, outputs: { ...view.outputs, ...host.outputs } };
  return [{ id: `${ruleId}: ${name}`, ours, onHost: onHostChecks.get(control)!(shown) }];
}

function packOf(ruleId: string): Pack {
  return packs.find(({ rules }) => rules.some(({ id }) => id === ruleId))!;
}

/** The rule's own cases, or one that a scenario makes of it. */
function casesOf(ruleId: string, scenario?: Scenario): readonly ListedCase[] {
  const pack = packOf(ruleId);
  const rule = pack.rules.find(({ id }) => id === ruleId)!;
  const made = scenario && [{ name: scenario.name, given: scenario.given ?? {}, mode: 'release' as const, expect: scenario.ours }];
  return listCases({ ...pack, rules: [made === undefined ? rule : { ...rule, cases: made }] });
}

function comparisonsOf({ control, scenarios = [] }: ParityRow): readonly Comparison[] {
  const rules = controls.find(({ id }) => id === control)!.rules;
  return [
    ...rules.flatMap((rule) => casesOf(rule).flatMap((listed) => compare(control, listed))),
    ...scenarios.flatMap((scenario) => casesOf(scenario.rule, scenario).flatMap((listed) => compare(control, listed, scenario.host))),
  ];
}

describe('CIS Bottlerocket Benchmark, beside the on-host checker', () => {
  it('has a row for every control that the checker decides, and the checker’s logic for each', () => {
    const automated = controls.filter(({ mode }) => mode === 'automated').map(({ id }) => id);
    expect([...cisBottlerocketParity, ...filterRows].map(({ control }) => control).sort()).toEqual([...automated].sort());
    expect([...onHostChecks.keys()].sort()).toEqual([...automated].sort());
  });

  it.each(cisBottlerocketParity)('$control: the same answers but where a difference is listed with its reason', (row) => {
    const listed = new Map((row.differences ?? []).flatMap(({ where, onHost, ours }) => where.map((id) => [id, { onHost, ours }] as const)));
    const compared = comparisonsOf(row);
    const differing = compared.filter(({ ours, onHost }) => same[ours as 'pass' | 'fail'] !== onHost);
    const byId = (all: Iterable<readonly [string, object]>) => Object.fromEntries([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
    expect(byId(differing.map(({ id, ...answers }) => [id, answers] as const))).toEqual(byId(listed));
    const agreed = compared.filter(({ id }) => !listed.has(id)).map(({ onHost }) => onHost);
    expect(new Set(agreed)).toEqual(new Set(['PASS', 'FAIL']));
  });

  it.each(cisBottlerocketParity.flatMap(({ scenarios = [] }) => scenarios))('$rule: $name is $ours', (scenario) => {
    expect(casesOf(scenario.rule, scenario).map((listed) => listed.evaluate())).toMatchObject([{ verdict: scenario.ours, errors: [] }]);
  });

  it('what differs is told in the control, so that every report says it', () => {
    for (const { control, differences = [] } of cisBottlerocketParity) {
      const { difference } = controls.find(({ id }) => id === control)!;
      expect(difference !== undefined, control).toBe(differences.length > 0);
    }
  });

  it.each(filterRows)('$control: fails on a host that loads no filters and passes on one that does; no image can tell', ({ control, dropping }) => {
    const stock = hostView(samples);
    expect(onHostChecks.get(control)!(stock)).toBe('FAIL');
    expect(onHostChecks.get(control)!({ ...stock, outputs: { ...stock.outputs, ...dropping } })).toBe('PASS');
    expect(controls.find(({ id }) => id === control)).toMatchObject({ rules: [], status: 'runtime-only' });
  });
});
