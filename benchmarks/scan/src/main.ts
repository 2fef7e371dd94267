// `npm run bench`: staticfire against its peers in turn on one machine, medians; writes reports/benchmarks/.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleVerifyProcess } from './bundle-verify-process.ts';
import { debugfsDump, dumpTargets, erofsExtract, node, readTree, scanOf, verifyTree } from './contenders.ts';
import { measuredImage } from './lab-parts.ts';
import { measureInTurn, median } from './measure.ts';
import { type BenchContext, type BenchRow, renderTable } from './render-table.ts';

const ROUNDS = Number(process.env['STATICFIRE_BENCH_ROUNDS'] ?? 7);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUNDLE = join(ROOT, 'apps/scanner/dist/staticfire.js');
const WORK = join(ROOT, 'dist/bench');
const REPORTS = join(ROOT, 'reports/benchmarks');
const MEMORY_MB = 300;
const EROFS_SCAN_SECONDS = 6;
const LOAD_SECONDS = 0.15;
const EVALUATE_SECONDS = 0.1;
/** At least 0.7 times a peer's speed. */
const SLOWER = 1 / 0.7;

rmSync(WORK, { recursive: true, force: true });
const verifyProcess = await bundleVerifyProcess(WORK);
const ext4 = await measuredImage('large', BUNDLE, WORK);
const erofs = await measuredImage('large-erofs', BUNDLE, WORK);
const targets = dumpTargets(WORK);

const measurements = await measureInTurn(
  [
    node('verity', verifyProcess, ext4.root, ext4.hash, ext4.rootHash),
    verifyTree('veritysetup', ext4),
    scanOf('scan large', BUNDLE, ext4.image),
    ...targets.map(({ name, folder }) => debugfsDump(`rdump${name}`, ext4.root, folder)),
    readTree('read large', ext4.root, 1),
    ...targets.map(({ name, folder }) => erofsExtract(`extract${name}`, erofs.root, folder)),
    readTree('read large-erofs', erofs.root, 2),
    scanOf('scan large-erofs', BUNDLE, erofs.image),
    scanOf('scan large.lz4', BUNDLE, ext4.packed),
    scanOf('scan large-erofs.lz4', BUNDLE, erofs.packed),
    node('packs', BUNDLE, '--version', '--json'),
    node('evaluate', BUNDLE, 'evaluate', erofs.facts, '--fail-on', 'none', '--format', 'json'),
    node('help', BUNDLE, '--help'),
    node('node', '-e', '0'),
  ],
  ROUNDS,
);
for (const { folder } of targets) rmSync(folder, { recursive: true, force: true });

const seconds = (name: string) => median(measurements.get(name)!.map((each) => each.seconds));
const peak = (name: string) => Math.max(...measurements.get(name)!.map((each) => each.peakMegabytes));
const row = (what: string, ours: number, peer: string, theirs: number, bound: number, unit: BenchRow['unit'] = 's'): BenchRow => ({
  what,
  ours,
  peer,
  theirs,
  bound,
  unit,
});
const memory = (what: string, name: string) => row(`peak memory, ${what}`, peak(name), 'bound', MEMORY_MB, 1, 'MB');

const rows: readonly BenchRow[] = [
  row('dm-verity recomputation', seconds('verity'), 'veritysetup verify', seconds('veritysetup'), 1),
  ...targets.map(({ name }) =>
    row('whole scan of large', seconds('scan large'), `veritysetup verify + debugfs rdump${name}`, seconds('veritysetup') + seconds(`rdump${name}`), 1),
  ),
  ...targets.map(({ name }) =>
    row('reading large (ext4), one thread, in process', seconds('read large'), `debugfs rdump${name}`, seconds(`rdump${name}`), SLOWER),
  ),
  ...targets.map(({ name }) =>
    row('reading large-erofs, two threads, in process', seconds('read large-erofs'), `fsck.erofs --extract${name}`, seconds(`extract${name}`), SLOWER),
  ),
  row('whole scan of large-erofs', seconds('scan large-erofs'), 'bound', EROFS_SCAN_SECONDS, 1),
  row('whole scan of large in LZ4', seconds('scan large.lz4'), 'the same disk, raw', seconds('scan large'), 2.5),
  row('whole scan of large-erofs in LZ4', seconds('scan large-erofs.lz4'), 'the same disk, raw', seconds('scan large-erofs'), 2.5),
  memory('scan of large', 'scan large'),
  memory('scan of large-erofs', 'scan large-erofs'),
  memory('scan of large in LZ4', 'scan large.lz4'),
  memory('scan of large-erofs in LZ4', 'scan large-erofs.lz4'),
  row('packs loaded and compiled, over node -e 0', seconds('packs') - seconds('node'), 'bound', LOAD_SECONDS, 1),
  row('saved facts judged, over loading the packs', seconds('evaluate') - seconds('packs'), 'bound', EVALUATE_SECONDS, 1),
  row('staticfire --help', seconds('help'), 'node -e 0', seconds('node'), 4),
];

const megabytes = (bytes: number) => Math.round(bytes / 1e6);
const context: BenchContext = {
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  node: process.version,
  rounds: ROUNDS,
  verityMegabytes: { large: megabytes(ext4.dataBytes), 'large-erofs': megabytes(erofs.dataBytes) },
};
mkdirSync(REPORTS, { recursive: true });
writeFileSync(join(REPORTS, 'scan.json'), `${JSON.stringify({ context, rows, measurements: Object.fromEntries(measurements) }, undefined, 2)}\n`);
const table = renderTable(rows, context);
writeFileSync(join(REPORTS, 'scan.md'), table);
process.stdout.write(table);
process.exitCode = rows.every(({ ours, theirs, bound }) => ours <= theirs * bound) ? 0 : 1;
