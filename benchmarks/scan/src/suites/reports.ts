import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { reporters } from '@staticfire/report';
import type { RowPlan } from '../bench-row.ts';
import { bundleProcess } from '../bundle-process.ts';
import { node } from '../contenders.ts';
import type { Suite } from '../suite.ts';
import { constant, peakMegabytes, printed, type Term } from '../term.ts';

const FEW = 1000;
const MANY = 50_000;
const MEMORY_MB = 300;

/** Of `FEW` findings. */
const BOUNDS: Readonly<Record<string, { readonly milliseconds?: number; readonly megabytes?: number }>> = {
  sarif: { milliseconds: 100 },
  html: { milliseconds: 500, megabytes: 2 },
};

export const reportsSuite: Suite = {
  name: 'reports',
  title: 'Reports of many findings',
  mostRounds: 3,
  plan: async (workbench) => {
    const { facts } = await workbench.lab('large');
    const result = join(workbench.work, 'result.json');
    execFileSync(execPath, [workbench.bundle, 'evaluate', facts, '--fail-on', 'none', '--output', `json=${result}`], { stdio: 'ignore' });
    const bundled = await bundleProcess('render-report', join(workbench.work, 'render-report'));
    const names = reporters.map(({ name }) => name);
    return {
      contenders: names.flatMap((name) =>
        [FEW, MANY].map((count) => ({ ...node(`${name} ${count}`, bundled, name, String(count), result), printsFigures: true })),
      ),
      rows: names.flatMap(rowsOf),
    };
  },
};

function rowsOf(name: string): readonly RowPlan[] {
  const { milliseconds, megabytes } = BOUNDS[name] ?? {};
  const row = (count: number, what: string, unit: RowPlan['unit'], ours: Term, bound: number | undefined): RowPlan => ({
    ...{ what: `${name}, ${count.toLocaleString('en').replace(',', ' ')} findings: ${what}`, how: 'in process', unit, ours },
    ...(bound === undefined ? {} : { peer: 'bound', theirs: constant(bound), bound: 1 }),
  });
  return [
    row(FEW, 'time', 'ms', printed(`${name} ${FEW}`, 'milliseconds'), milliseconds),
    row(FEW, 'size', 'MB', printed(`${name} ${FEW}`, 'megabytes'), megabytes),
    row(MANY, 'time', 'ms', printed(`${name} ${MANY}`, 'milliseconds'), undefined),
    row(MANY, 'peak memory', 'MB', peakMegabytes(`${name} ${MANY}`), MEMORY_MB),
  ];
}
