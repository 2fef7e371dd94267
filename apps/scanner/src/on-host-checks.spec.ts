import { readFileSync } from 'node:fs';
import type { ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import { expect, it } from 'vitest';
import { loadShippedPacks } from './load-policies.ts';

/** Name, id, level and mode of every check that bloodhound has for the CIS Bottlerocket Benchmark (bottlerocket-core-kit, sources/bloodhound). */
const CHECKS = `
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

it('the report has every check of the host under its name, id, level and mode, in its order', async () => {
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
  const [text] = [...render({ ...saved, controls })];
  const { results } = JSON.parse(text!) as { results: Record<string, { name: string; id: string; level: number; mode: string }> };
  const told = Object.entries(results).map(([key, { name, id, level, mode }]) => [key, name, id, level, mode].join(' '));
  expect(told).toEqual(
    CHECKS.trim()
      .split('\n')
      .map((line) => `${line.split(' ')[0]} ${line}`),
  );
});
