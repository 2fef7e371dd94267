import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { restoreResult, type SavedResult, type ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';

/** The samples in `reports/`: file → format. */
export const sampleFiles = {
  'demo.txt': 'terminal',
  'demo.json': 'json',
  'demo.sarif': 'sarif',
  'demo.github.sarif': 'sarif-github',
  'demo.html': 'html',
  'demo.xml': 'junit',
  'demo.md': 'md',
  'demo.bloodhound.json': 'bloodhound',
} as const;

/** The day that they are of. */
export const SAMPLE_DAY = '2026-11-26';

/** What `stat` says differs from machine to machine. */
const IDENTITY = { modified: '1732060800000000000', changed: '1732060800000000000', inode: '1' };

/** Every sample of a result that `scan --output json=FILE` wrote, by its file, the same on every machine. */
export async function renderSamples(resultPath: string): Promise<ReadonlyMap<string, string>> {
  const result = withoutMachine(restoreResult(JSON.parse(readFileSync(resultPath, 'utf8')) as SavedResult));
  const entries = Object.entries(sampleFiles).map(async ([file, format]) => {
    const render = await findReporter(format)!.load();
    return [file, [...render(result, { anchor: { path: 'README.md', line: 1 } })].join('')] as const;
  });
  return new Map(await Promise.all(entries));
}

export async function writeSamples(resultPath: string, folder: string): Promise<void> {
  for (const [file, text] of await renderSamples(resultPath)) writeFileSync(join(folder, file), text);
}

function withoutMachine(result: ScanResult): ScanResult {
  const { before, after } = result.input;
  return { ...result, input: { ...result.input, before: { ...before, ...IDENTITY }, after: { ...after, ...IDENTITY } } };
}
