// `npm run bench`: staticfire against its peers, whole processes in turn on one machine, medians; writes reports/benchmarks/.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { labImage } from '@staticfire/testkit';
import { bundleVerifyProcess } from './bundle-verify-process.ts';
import { extractParts } from './large-parts.ts';
import { type Contender, measureInTurn, median } from './measure.ts';
import { type BenchRow, renderTable } from './render-table.ts';

const ROUNDS = 7;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUNDLE = join(ROOT, 'apps/scanner/dist/staticfire.js');
const WORK = join(ROOT, 'dist/bench');
const REPORTS = join(ROOT, 'reports/benchmarks');

const image = await labImage('large');
const verifyProcess = await bundleVerifyProcess(WORK);
const facts = JSON.parse(execFileSync(process.execPath, [BUNDLE, 'facts', image, 'verity.table', '--format', 'json'], { encoding: 'utf8' }));
const parts = extractParts(image, facts[0].value.rootHash, WORK);
const dumps = [
  { name: 'debugfs rdump', folder: join(WORK, 'rdump') },
  // Memory: the peer writes nothing to a disk, and neither do we.
  { name: 'debugfs rdump to memory', folder: join('/dev/shm', 'staticfire-rdump') },
].filter(({ folder }) => existsSync(dirname(folder)));

const node = (name: string, ...args: readonly string[]): Contender => ({ name, command: process.execPath, args });
const fresh = (folder: string) => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
};

const measurements = await measureInTurn(
  [
    node('staticfire verity', verifyProcess, parts.root, parts.hash, parts.rootHash),
    { name: 'veritysetup verify', command: 'veritysetup', args: ['verify', parts.root, parts.hash, parts.rootHash] },
    ...dumps.map(({ name, folder }) => ({ name, command: 'debugfs', args: ['-R', `rdump / ${folder}`, parts.root], prepare: () => fresh(folder) })),
    node('staticfire scan', BUNDLE, 'scan', image, '--quiet', '--fail-on', 'none'),
    node('staticfire --help', BUNDLE, '--help'),
    node('node -e 0', '-e', '0'),
  ],
  ROUNDS,
);
for (const { folder } of dumps) rmSync(folder, { recursive: true, force: true });

const seconds = (name: string) => median(measurements.get(name)!.map((each) => each.seconds));
const peakMegabytes = (name: string) => Math.max(...measurements.get(name)!.map((each) => each.peakMegabytes));
const rows: readonly BenchRow[] = [
  {
    what: 'dm-verity recomputation',
    ours: seconds('staticfire verity'),
    peer: 'veritysetup verify',
    theirs: seconds('veritysetup verify'),
    bound: 1,
    unit: 's',
  },
  ...dumps.map(({ name }) => ({
    what: 'whole scan',
    ours: seconds('staticfire scan'),
    peer: `veritysetup verify + ${name}`,
    theirs: seconds('veritysetup verify') + seconds(name),
    bound: 1,
    unit: 's' as const,
  })),
  { what: 'peak memory of the scan', ours: peakMegabytes('staticfire scan'), peer: 'bound', theirs: 300, bound: 1, unit: 'MB' },
  { what: 'staticfire --help', ours: seconds('staticfire --help'), peer: 'node -e 0', theirs: seconds('node -e 0'), bound: 4, unit: 's' },
];

const context = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  node: process.version,
  rounds: ROUNDS,
  verityMegabytes: Math.round(parts.dataBytes / 1e6),
  image: JSON.parse(readFileSync(image.replace(/\.img$/, '.json'), 'utf8')).description ?? 'large',
};
mkdirSync(REPORTS, { recursive: true });
writeFileSync(join(REPORTS, 'scan.json'), `${JSON.stringify({ context, rows, measurements: Object.fromEntries(measurements) }, undefined, 2)}\n`);
const table = renderTable(rows, context);
writeFileSync(join(REPORTS, 'scan.md'), table);
process.stdout.write(table);
process.exitCode = rows.every(({ ours, theirs, bound }) => ours <= theirs * bound) ? 0 : 1;
