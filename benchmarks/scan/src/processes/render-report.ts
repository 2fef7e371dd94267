// One report of many findings: `node render-report.ts FORMAT COUNT RESULT`. Prints the milliseconds from the result at hand to the last chunk,
// with what the reporter loads for it, the bytes of the report, and the peak memory of the process.
import { readFileSync } from 'node:fs';
import type { ScanResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import { manyFindings } from './many-findings.ts';
import { renderedBytes } from './render-chunks.ts';

const [format, count, path] = process.argv.slice(2);
const reporter = findReporter(format!);
if (reporter === undefined) throw new Error(`no reporter '${format}'`);
const result = manyFindings(JSON.parse(readFileSync(path!, 'utf8')) as ScanResult, Number(count));

const start = performance.now();
const bytes = await renderedBytes(reporter, result);
const milliseconds = performance.now() - start;
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.stdout.write(`${JSON.stringify({ milliseconds, bytes, megabytes: bytes / 1e6, peakMegabytes })}\n`);
