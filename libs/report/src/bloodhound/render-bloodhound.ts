import type { ControlText, ScanResult } from '@staticfire/findings';
import { escapeJson } from '../json/render-json.ts';
import { printable, printableProse } from '../printable.ts';
import { type Benchmark, benchmarks, checkName } from './benchmarks.ts';
import { type CheckResult, checkResultOf } from './check-result.ts';

interface Check extends CheckResult {
  readonly name: string;
  readonly id: string;
  readonly level: number;
  readonly title: string;
  readonly mode: 'Automatic' | 'Manual';
}

const DEFAULT_LEVEL = 1;

/**
 * The JSON that `apiclient report cis --format json` prints on a host (bottlerocket-core-kit, sources/bloodhound/src/results.rs), a line
 * for each benchmark that was judged. Ids, names and levels are the checker's, titles are our own. `timestamp` is empty when the result
 * names no day. Of no benchmark: one that ran no check, with the status SKIP.
 */
export function* renderBloodhound(result: ScanResult): Generator<string> {
  for (const [index, benchmark] of benchmarks.entries()) {
    const controls = result.controls.filter(({ packId }) => packId === benchmark.packId);
    if (index === 0 || controls.length > 0) yield `${escapeJson(JSON.stringify(reportOf(benchmark, controls, result)))}\n`;
  }
}

function reportOf(benchmark: Benchmark, controls: readonly ControlText[], result: ScanResult) {
  const checks = groupsOf(benchmark, controls)
    .map((group) => checkOf(benchmark, group, result))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const count = (status: CheckResult['status']) => checks.filter((check) => check.status === status).length;
  const [passed, skipped, failed] = [count('PASS'), count('SKIP'), count('FAIL')];
  return {
    level: Math.max(DEFAULT_LEVEL, ...checks.map(({ level }) => level)),
    total: checks.length,
    passed,
    skipped,
    failed,
    status: failed > 0 ? 'FAIL' : passed > 0 ? 'PASS' : 'SKIP',
    timestamp: result.day === undefined ? '' : `${result.day}T00:00:00Z`,
    name: benchmark.name,
    version: benchmark.version,
    url: benchmark.url,
    results: Object.fromEntries(checks.map((check) => [check.name, check])),
  };
}

interface Group {
  readonly id: string;
  readonly controls: readonly [ControlText, ...ControlText[]];
}

function groupsOf({ checks }: Benchmark, controls: readonly ControlText[]): Group[] {
  if (checks === undefined) return controls.map((control) => ({ id: control.id, controls: [control] }));
  return checks.flatMap(({ id, controls: ids }) => {
    const [first, ...rest] = ids.flatMap((each) => controls.filter((control) => control.id === each));
    return first === undefined ? [] : [{ id, controls: [first, ...rest] }];
  });
}

/** Of several controls: one that fails, else one that is skipped. The title is that of the first. */
function checkOf(benchmark: Benchmark, { id, controls }: Group, result: ScanResult): Check {
  const [first] = controls;
  const told = controls.map((control) => checkResultOf(control, result));
  const worst = told.find(({ status }) => status === 'FAIL') ?? told.find(({ status }) => status === 'SKIP') ?? told[0]!;
  return {
    name: checkName(benchmark, id),
    id: printable(id),
    level: first.level ?? 0,
    title: printableProse(first.title),
    mode: first.mode === 'automated' ? 'Automatic' : 'Manual',
    ...worst,
  };
}
