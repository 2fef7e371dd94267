import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decideAssertion, moduleEvidence, type SelinuxPolicy } from '@staticfire/analyze/selinux/assertions';
import { SamplePolicy } from '@staticfire/analyze/selinux/compile';
import { loadPacks, type Pack, type Rule } from '@staticfire/evaluate';
import { bottlerocketPolicy, type PolicyEra } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { factCatalogue } from './catalogue.ts';

const POLICIES = fileURLToPath(new URL('../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const pack = loadPacks(files, factCatalogue).find(({ id }) => id === 'selinux') as Pack;

/** Rules that tell what stock policies are no guard against. */
const STOCK_FAILURES = ['selinux:access/left-to-the-kernel', 'selinux:access/runtime-sockets'];
/** Rules of one era alone. */
const ERAS: Readonly<Record<PolicyEra, readonly string[]>> = {
  classic: ['selinux:policy/container-ranges'],
  2026: ['selinux:access/runtime-objects', 'selinux:policy/container-levels', 'selinux:transitions/forbidden'],
};
const LABELS = ['labels', 'file_label'];

const samples: Readonly<Record<PolicyEra, SamplePolicy>> = {
  classic: new SamplePolicy(bottlerocketPolicy()),
  2026: new SamplePolicy(bottlerocketPolicy('', { era: '2026' })),
};
const policies: Readonly<Record<PolicyEra, SelinuxPolicy>> = { classic: samples.classic.policy(), 2026: samples[2026].policy() };

function problemsOf({ selinux }: Rule, era: PolicyEra): string[] {
  const modules = moduleEvidence(() => samples[era].modules());
  const data = { classMaps: selinux!.classMaps, modules: modules.modules, neverallows: modules.neverallows };
  return selinux!.assertions
    .filter(({ assert }) => !LABELS.includes(assert))
    .flatMap((assertion) => decideAssertion(policies[era], assertion, data).violations.map(({ subject, message }) => `${subject}: ${message}`));
}

const others = (era: PolicyEra) => ERAS[era === 'classic' ? '2026' : 'classic'];

describe.each(['classic', '2026'] as const)('the %s policy of the lab', (era) => {
  const rules = pack.rules.filter(({ id, selinux }) => selinux !== undefined && !others(era).includes(id));

  it.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ id, rule }) => {
    const problems = problemsOf(rule, era);
    if (STOCK_FAILURES.includes(id)) expect(problems).not.toEqual([]);
    else expect(problems).toEqual([]);
  });
});

it('cases start from the policy of the lab', () => {
  expect((pack.samples.get('selinux.policy') as { readonly $cil: string }).$cil).toBe(bottlerocketPolicy().replace(/\n+$/, '\n'));
});

it('there is no name in the pack that neither policy has', () => {
  const names = new Set(Object.values(policies).flatMap(({ types, classes }) => [...types.records, ...classes.records].map(({ name }) => name)));
  const used = pack.rules
    .flatMap(({ selinux }) => selinux?.assertions ?? [])
    .flatMap((assertion) => JSON.stringify(assertion).match(/\b[a-z0-9_]+_t\b/g) ?? []);
  expect(used.length).toBeGreaterThan(100);
  // Programs for the network are wicked's in older images.
  expect([...new Set(used)].filter((name) => !names.has(name))).toEqual([]);
});

it('every row of the SELinux promises has a rule', () => {
  const rows = new Set(pack.rules.flatMap(({ references }) => references['bottlerocket-selinux'] ?? []));
  expect([...rows].sort()).toEqual(Array.from({ length: 42 }, (_, index) => `SEL-${String(index + 1).padStart(2, '0')}`));
});
