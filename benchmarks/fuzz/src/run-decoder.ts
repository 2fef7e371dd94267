import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FuzzedDecoder, RecordedTarget } from '@staticfire/testkit/fuzz';
import { type CampaignRow, type CampaignRun, type Coverage, campaignRow } from './campaign-row.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const COVERAGE_SECONDS = 30;
/** Of the output of a run that failed in a way that no target told. */
const LAST_LINES = 20;

/** Runs the decoder's targets for `seconds` in a process of their own, then for half a minute to measure coverage. */
export async function runDecoder(decoder: FuzzedDecoder, seconds: number, run: CampaignRun): Promise<CampaignRow> {
  const folder = mkdtempSync(join(tmpdir(), 'staticfire-fuzz-'));
  try {
    const record = join(folder, 'record.jsonl');
    const { exitCode, output } = await runTargets(decoder, { seconds, seed: run.seed, record });
    const lines = readRecord(record);
    const told = exitCode === 0 || lines.some(({ failure }) => failure !== undefined);
    const coverage = await measureCoverage(decoder, folder, run.seed);
    return campaignRow(lines, coverage, told ? [] : [`vitest ended with ${exitCode}\n${output}`], run);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Targets {
  readonly seconds: number;
  readonly seed: number;
  readonly record: string;
}

function runTargets(decoder: FuzzedDecoder, { seconds, seed, record }: Targets, args: readonly string[] = []) {
  const only = ['--project', 'fuzz', decoder.suite, '-t', `^${decoder.name}: `];
  return runProcess([VITEST, 'run', '--config', '.config/vitest.config.ts', '--mode', 'fuzz', ...only, ...args], {
    STATICFIRE_FUZZ_SECONDS: String(seconds),
    STATICFIRE_FUZZ_SEED: String(seed),
    STATICFIRE_FUZZ_DECODER: decoder.name,
    STATICFIRE_FUZZ_RECORD: record,
  });
}

function readRecord(record: string): RecordedTarget[] {
  if (!existsSync(record)) return [];
  const lines = readFileSync(record, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedTarget);
}

async function measureCoverage(decoder: FuzzedDecoder, folder: string, seed: number): Promise<Coverage> {
  const reports = join(folder, 'coverage');
  const include = decoder.sources.map((source) => `--coverage.include=${source.endsWith('.ts') ? source : `${source}/**/*.ts`}`);
  const exclude = ['**/*.spec.ts', '**/fixtures/**'].map((files) => `--coverage.exclude=${files}`);
  const how = ['--coverage.enabled', '--coverage.reporter=json-summary', '--coverage.reportOnFailure', `--coverage.reportsDirectory=${reports}`];
  const { output } = await runTargets(decoder, { seconds: COVERAGE_SECONDS, seed, record: join(folder, 'coverage.jsonl') }, [...how, ...include, ...exclude]);
  const summary = join(reports, 'coverage-summary.json');
  if (!existsSync(summary)) throw new Error(`${decoder.name}: no coverage was measured\n${output}`);
  const { lines, branches } = (JSON.parse(readFileSync(summary, 'utf8')) as { total: Coverage }).total;
  return { lines: { covered: lines.covered, total: lines.total }, branches: { covered: branches.covered, total: branches.total } };
}

function runProcess(args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ exitCode: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', ...env } });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, output: Buffer.concat(chunks).toString().trimEnd().split('\n').slice(-LAST_LINES).join('\n') }));
  });
}
