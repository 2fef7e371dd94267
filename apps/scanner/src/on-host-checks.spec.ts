import { readFileSync } from 'node:fs';
import type { ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import { expect, it } from 'vitest';
import { loadShippedPacks } from './load-policies.ts';

/** Name, id, level and mode of every check that bloodhound has (bottlerocket-core-kit, sources/bloodhound) for the CIS Bottlerocket Benchmark. */
const BOTTLEROCKET = `
br01010101 1.1.1.1 2 Automatic
br01020100 1.2.1 1 Manual
br01030100 1.3.1 1 Automatic
br01040100 1.4.1 1 Automatic
br01040200 1.4.2 1 Automatic
br01040300 1.4.3 1 Automatic
br01040400 1.4.4 2 Automatic
br01050100 1.5.1 1 Automatic
br01050200 1.5.2 2 Automatic
br01060000 1.6 1 Manual
br02010101 2.1.1.1 1 Automatic
br03010100 3.1.1 2 Automatic
br03020100 3.2.1 2 Automatic
br03020200 3.2.2 2 Automatic
br03020300 3.2.3 2 Automatic
br03020400 3.2.4 2 Automatic
br03020500 3.2.5 1 Automatic
br03020600 3.2.6 1 Automatic
br03020700 3.2.7 1 Automatic
br03030100 3.3.1 2 Automatic
br03040101 3.4.1.1 2 Automatic
br03040102 3.4.1.2 2 Automatic
br03040103 3.4.1.3 1 Manual
br03040201 3.4.2.1 2 Automatic
br03040202 3.4.2.2 2 Automatic
br03040203 3.4.2.3 1 Manual
br04010101 4.1.1.1 1 Automatic
br04010200 4.1.2 1 Automatic
`;

/** … and for worker nodes of the CIS Kubernetes Benchmark; the last three since core kit 11. */
const KUBERNETES = `
k8s04010100 4.1.1 1 Automatic
k8s04010200 4.1.2 1 Automatic
k8s04010300 4.1.3 1 Manual
k8s04010400 4.1.4 1 Manual
k8s04010500 4.1.5 1 Automatic
k8s04010600 4.1.6 1 Automatic
k8s04010700 4.1.7 1 Automatic
k8s04010800 4.1.8 1 Automatic
k8s04010900 4.1.9 1 Automatic
k8s04011000 4.1.10 1 Automatic
k8s04020100 4.2.1 1 Automatic
k8s04020200 4.2.2 1 Automatic
k8s04020300 4.2.3 1 Automatic
k8s04020400 4.2.4 1 Automatic
k8s04020500 4.2.5 1 Automatic
k8s04020600 4.2.6 1 Automatic
k8s04020700 4.2.7 1 Manual
k8s04020800 4.2.8 2 Manual
k8s04020900 4.2.9 1 Automatic
k8s04021000 4.2.10 1 Automatic
k8s04021100 4.2.11 1 Automatic
k8s04021200 4.2.12 1 Automatic
k8s04021300 4.2.13 1 Automatic
k8s04021400 4.2.14 1 Automatic
k8s04021500 4.2.15 2 Manual
k8s04030100 4.3.1 1 Automatic
`;

it.each([
  ['Bottlerocket', 0, BOTTLEROCKET],
  ['Kubernetes', 1, KUBERNETES],
])('%s: the report has every check of the host under its name, id, level and mode, in its order', async (_, line, checks) => {
  const saved = JSON.parse(readFileSync(new URL('../../../reports/demo.json', import.meta.url), 'utf8')) as ScanResult;
  const controls = loadShippedPacks().flatMap((pack) =>
    pack.controls.map(({ rules, reason, ...control }) => ({
      ...control,
      packId: pack.id,
      ruleIds: rules,
      ...({ status: 'pass', evidenceStatus: 'pass', imageStatus: 'pass', decided: 'image' } as const),
    })),
  );
  const render = await findReporter('bloodhound')!.load();
  const text = [...render({ ...saved, controls })][line];
  const { results } = JSON.parse(text!) as { results: Record<string, { name: string; id: string; level: number; mode: string }> };
  const told = Object.entries(results).map(([key, { name, id, level, mode }]) => [key, name, id, level, mode].join(' '));
  expect(told).toEqual(
    checks
      .trim()
      .split('\n')
      .map((line) => `${line.split(' ')[0]} ${line}`),
  );
});
