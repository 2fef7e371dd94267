import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listCases } from '@staticfire/evaluate';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load-policies.ts';
import { cisKubernetesParity } from './cis-kubernetes.ts';
import { type KubeletView, onHostKubeletChecks } from './on-host-kubelet-checks.ts';

const POLICIES = fileURLToPath(new URL('../../../../policies', import.meta.url));
const files = readdirSync(POLICIES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ path: `policies/${name.replaceAll('\\', '/')}`, text: readFileSync(join(POLICIES, name), 'utf8') }));
const { packs } = loadPolicies({ packs: files });
const { controls } = packs.find(({ id }) => id === 'cis-kubernetes-worker')!;
const baseline = packs.find(({ id }) => id === 'baseline')!;

interface Comparison {
  readonly id: string;
  readonly ours: string;
  readonly onHost: string;
}

/** What both say of each case of a control's rules; of evidence that cannot be read, or is not there at all, no host shows anything. */
function comparisonsOf(control: string): readonly Comparison[] {
  const wanted = controls.find(({ id }) => id === control)!.rules;
  return listCases({ ...baseline, rules: baseline.rules.filter(({ id }) => wanted.includes(id)) }).flatMap(({ ruleId, name, expected, body, evaluate }) => {
    const ours = evaluate().verdict;
    const [kubelet] = body.facts.filter((fact) => fact.name === 'kubernetes.kubelet');
    if ((ours !== 'pass' && ours !== 'fail') || kubelet?.state !== 'present' || JSON.stringify(expected.given).includes('nreadable')) return [];
    const view = kubelet.value as Partial<KubeletView>;
    return [{ id: `${ruleId}: ${name}`, ours, onHost: onHostKubeletChecks.get(control)!({ config: view.config ?? {}, files: view.files ?? [] }) }];
  });
}

describe('CIS Kubernetes Benchmark of worker nodes, beside the on-host checker', () => {
  it('has a row for every check of the model', () => {
    expect(cisKubernetesParity.map(({ control }) => control)).toEqual([...onHostKubeletChecks.keys()]);
  });

  it.each(cisKubernetesParity)('$control: the same answers but where a difference is listed with its reason', ({ control, differences = [] }) => {
    const listed = differences.flatMap(({ where, onHost, ours }) => where.map((id) => ({ id, ours, onHost })));
    const compared = comparisonsOf(control);
    const differing = compared.filter(({ ours, onHost }) => ours.toUpperCase() !== onHost);
    const sorted = (all: readonly Comparison[]) => all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    expect(sorted(differing)).toEqual(sorted(listed));
    const agreed = compared.filter(({ id }) => !listed.some((each) => each.id === id)).map(({ onHost }) => onHost);
    expect(new Set(agreed)).toEqual(new Set(['PASS', 'FAIL']));
  });

  it('what differs is told in the control, so that every report says it', () => {
    for (const { control, differences = [] } of cisKubernetesParity)
      if (differences.length > 0) expect(controls.find(({ id }) => id === control)?.difference, control).toBeDefined();
  });
});
