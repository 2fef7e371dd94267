// One report of many findings: `node render-report.ts FORMAT COUNT RESULT`. Prints the milliseconds from the result at hand to the last chunk, which
// nobody keeps, with what the reporter loads for it; the bytes of the report; and the peak memory of the process.
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { restoreResult, type SavedResult } from '@staticfire/findings';
import { findReporter } from '@staticfire/report';
import { manyFindings } from './many-findings.ts';

// As the command has it (libs/decisions/0012).
setFlagsFromString('--semi-space-growth-factor=1');
const [format, count, path] = process.argv.slice(2);
const reporter = findReporter(format!);
if (reporter === undefined) throw new Error(`no reporter '${format}'`);
const result = manyFindings(restoreResult(JSON.parse(readFileSync(path!, 'utf8')) as SavedResult), Number(count));

const start = performance.now();
const render = await reporter.load();
let bytes = 0;
for (const chunk of render(result, { anchor: { path: 'README.md', line: 1 } })) bytes += Buffer.byteLength(chunk);
const milliseconds = performance.now() - start;
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
process.stdout.write(`${JSON.stringify({ milliseconds, bytes, megabytes: bytes / 1e6, peakMegabytes })}\n`);
