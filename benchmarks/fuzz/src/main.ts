// `npm run fuzz:campaign`: every decoder for a million executions or twenty minutes; each that ends writes its row into campaign.json and campaign.md.
import { execFileSync } from 'node:child_process';
import { type FuzzedDecoder, fuzzedDecoders } from '@staticfire/testkit/fuzz';
import { type CampaignRow, isEnough } from './campaign-row.ts';
import { readCampaign, withRow, writeCampaign } from './campaign-table.ts';
import { parseOptions } from './options.ts';
import { runDecoder } from './run-decoder.ts';

const { only, missing, minutes, jobs, seed } = parseOptions(process.argv.slice(2));
const unknown = only.filter((name) => !fuzzedDecoders.some((decoder) => decoder.name === name));
if (unknown.length > 0) throw new Error(`no decoder is named ${unknown.join(', ')}; there are ${fuzzedDecoders.map(({ name }) => name).join(', ')}`);
const done = new Set(
  missing
    ? readCampaign()
        .filter((row) => isEnough(row) && row.open.length === 0)
        .map(({ decoder }) => decoder)
    : [],
);
const queue = fuzzedDecoders.filter(({ name }) => (only.length === 0 || only.includes(name)) && !done.has(name));
const run = {
  seed: seed ?? Math.floor(Math.random() * 2 ** 31),
  date: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).trim(),
};
process.stdout.write(`${queue.length} decoders, ${jobs} at a time, seed ${run.seed}\n`);
await Promise.all(Array.from({ length: jobs }, work));

async function work(): Promise<void> {
  for (let decoder = queue.shift(); decoder !== undefined; decoder = queue.shift()) await runAndWrite(decoder);
}

/** The table is read again: another campaign may have written meanwhile. */
async function runAndWrite(decoder: FuzzedDecoder): Promise<void> {
  const row = await runDecoder(decoder, minutes * 60, run);
  writeCampaign(withRow(readCampaign(), row));
  if (row.open.length > 0) process.exitCode = 1;
  process.stdout.write(`${line(row)}\n`);
}

function line({ decoder, executions, seconds, open, coverage: { lines } }: CampaignRow): string {
  const figures = `${executions} executions, ${Math.round(seconds)} s, lines ${lines.covered}/${lines.total}`;
  return [`${decoder}: ${figures}, ${open.length} open`, ...open].join('\n');
}
