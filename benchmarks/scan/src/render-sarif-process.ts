// The SARIF report alone, as a process: `node render-sarif-process.ts full|github FINDINGS [FILE]` renders that many findings made of
// the sample result, once, and prints how long the first call took, what it wrote and how much memory the process had at most.
import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ScanResult } from '@staticfire/findings';
import { renderSarif, type SarifProfile } from '@staticfire/report/sarif';
import { manyFindings } from './many-findings.ts';

const [profile, count, kept] = process.argv.slice(2);
const sample = JSON.parse(readFileSync(new URL('../../../libs/report/src/json/golden/sample.json', import.meta.url), 'utf8')) as ScanResult;
const result = manyFindings(sample, Number(count));
const path = kept ?? join(tmpdir(), `staticfire-sarif-${process.pid}.sarif`);
const file = openSync(path, 'w');
const start = performance.now();
const cpuStart = process.cpuUsage();
for (const piece of renderSarif(result, { profile: profile as SarifProfile })) writeSync(file, piece);
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage(cpuStart);
closeSync(file);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
const bytes = readFileSync(path);
if (kept === undefined) rmSync(path);
const figures = {
  profile,
  findings: Number(count),
  milliseconds: Math.round(milliseconds),
  cpuMilliseconds: Math.round((user + system) / 1000),
  bytes: bytes.length,
  gzipBytes: gzipSync(bytes).length,
};
process.stdout.write(`${JSON.stringify({ ...figures, peakMegabytes: Math.round(peakMegabytes) })}\n`);
