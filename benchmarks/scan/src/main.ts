// `npm run bench`: staticfire beside its peers in turn on one machine; writes reports/benchmarks/. `--check` holds the ratios that CI holds.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFailed, verdictOf } from './bench-row.ts';
import { removeDumps } from './contenders.ts';
import { chartName, growthChart } from './growth-chart.ts';
import { describeMachine } from './machine.ts';
import { parseOptions } from './options.ts';
import { growthSection, renderGrowth } from './render-growth.ts';
import { renderScan, suiteTable } from './render-scan.ts';
import { checkSuite, runSuite, type SuiteResult } from './run-suite.ts';
import { suites } from './suites/index.ts';
import { Workbench } from './workbench.ts';

const IMAGES = ['large', 'large-erofs'];

const { check, only, rounds } = parseOptions(process.argv.slice(2), process.env);
const chosen = suites.filter(({ name, isChecked }) => (only === undefined || name.includes(only)) && (!check || isChecked));
if (chosen.length === 0) throw new Error(`no suite is named like '${only}', there are ${suites.map(({ name }) => name).join(', ')}`);
const workbench = new Workbench();
const results: SuiteResult[] = [];

try {
  for (const suite of chosen) {
    const start = performance.now();
    const result = await (check ? checkSuite : runSuite)(suite, workbench, rounds);
    results.push(result);
    const seconds = Math.round((performance.now() - start) / 1000);
    process.stdout.write(
      `${[`## ${result.title} (${result.name}, ${seconds} s)`, '', ...suiteTable(result), '', ...result.growth.flatMap(growthSection)].join('\n')}\n`,
    );
  }
} finally {
  removeDumps(workbench.work);
}
if (!check && only === undefined) await writeReports();
const failed = results.flatMap(({ rows }) => rows).filter(isFailed);
for (const row of failed) process.stdout.write(`${verdictOf(row)}: ${row.what}, against ${row.peer}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function writeReports(): Promise<void> {
  const machine = describeMachine();
  const images = Object.fromEntries(await Promise.all(IMAGES.map(async (name) => [name, (await workbench.lab(name)).dataBytes] as const)));
  const write = (name: string, text: string) => writeFileSync(join(workbench.reports, name), text);
  mkdirSync(workbench.reports, { recursive: true });
  write('scan.json', `${JSON.stringify({ machine, images, suites: results.map(withPlainMeasurements) }, undefined, 2)}\n`);
  write('scan.md', renderScan(results, machine, images));
  for (const result of results.filter(({ growth }) => growth.length > 0)) {
    write('growth.md', renderGrowth(result, machine));
    for (const growth of result.growth) write(chartName(growth), growthChart(growth));
  }
}

function withPlainMeasurements(result: SuiteResult) {
  return { ...result, measurements: Object.fromEntries(result.measurements) };
}
