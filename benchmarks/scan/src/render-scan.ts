import { type BenchRow, ratioOf, verdictOf } from './bench-row.ts';
import { formatAmount, formatFigure } from './format-figure.ts';
import type { Machine } from './machine.ts';
import type { SuiteResult } from './run-suite.ts';
import type { Figure } from './term.ts';

const HEAD = ['| what | how | staticfire | spread | peer | peer figure | spread | ratio | bound | |', '|---|---|---|---|---|---|---|---|---|---|'];

const METHOD = `## How it is measured

* Suite by suite; in a suite every program runs in turn, round after round, after a round that is not counted. A figure is the median of the rounds,
  the spread is the least and the most of them. A sum or difference of two programs is taken round by round. Memory is the largest peak of all rounds:
  the resident set of the one process with all its threads, as the kernel counts it.
* "process" is the whole program from start to end, with the start of Node. "in process" is timed inside our program and leaves the start of Node and of its
  threads out, while a peer is always a whole program; "true" in the table shows what such a start costs. "stage" is timed inside one scan that runs from the
  sources; stages that wait for threads show the wait. "difference" is one whole program less another one.
* "bound" as a peer is a figure that we promise. A row without a bound only informs.
* Warm: the round before has read the same file. Cold: before each run the pages of that one file are written and dropped from the page cache by
  posix_fadvise(POSIX_FADV_DONTNEED), which \`dd if=FILE iflag=nocache count=0\` calls; programs, directories and the caches of a host below stay warm.
* Peers that write what they read do so twice: to the disk, and to memory (/dev/shm), where writing costs least. EROFS is LZ4HC with clusters of 256 KiB, as Bottlerocket
  builds it; disks in LZ4 are \`lz4 -9\`, in gzip \`gzip -6\`, in zstd \`zstd -9\`.
* "the same lines": what both programs found out was compared in every round, and a row whose answers differ fails. Peers with "one run" take so long that
  they run in the first counted round alone. What permissions weigh in a flow is setools' own map, for both.
* CI runs \`npm run bench -- --check\`: ratios alone, of rows with at least a quarter of headroom here; a row that misses is measured once more.
`;

/** The page `scan.md`. `images`: bytes under dm-verity by image. */
export function renderScan(results: readonly SuiteResult[], machine: Machine, images: Readonly<Record<string, number>>): string {
  const measured = results.filter(({ rows, skipped }) => rows.length + skipped.length > 0);
  const named = Object.entries(images).map(([name, bytes]) => `\`${name}\` (${Math.round(bytes / 1e6)} MB under dm-verity)`);
  return [
    '# Scan benchmark',
    '',
    `Images ${named.join(', ')}. How cost grows with an image: [growth.md](growth.md).`,
    '',
    ...measured.flatMap((result) => [`## ${result.title}`, '', roundsText(result), '', ...suiteTable(result), '']),
    ...machineLines(machine),
    '',
    METHOD,
  ].join('\n');
}

/** The rows of one suite as a table. */
export function suiteTable({ rows, skipped }: SuiteResult): readonly string[] {
  const table = rows.length === 0 ? [] : [...HEAD, ...rows.map(line)];
  return [...table, ...skipped.map(({ what, reason }) => `Skipped: ${what}: ${reason}.`)];
}

export function machineLines(machine: Machine): readonly string[] {
  const { processors, gigabytes, kernel, node, commit, peers } = machine;
  return [
    '## Machine',
    '',
    `${processors}, ${gigabytes} GB of memory, Linux ${kernel}, Node ${node}; sources at ${commit}.`,
    '',
    ...Object.entries(peers).map(([program, version]) => `* ${program}: ${version}`),
  ];
}

function roundsText({ rounds, rows }: SuiteResult): string {
  if (rows.length === 0) return 'Not measured.';
  const counted = rounds.counted === 1 ? 'one round' : `${rounds.counted} rounds`;
  return `${counted[0]!.toUpperCase()}${counted.slice(1)}${rounds.warmUp === 0 ? ', no warm-up' : ', one warm-up'}.`;
}

function line(row: BenchRow): string {
  const { what, how, ours, peer, theirs, unit, bound } = row;
  const ratio = ratioOf(row);
  const theirCells = theirs === undefined ? ['', '', '', ''] : [peer ?? '', formatAmount(theirs.value, unit), spread(theirs), formatFigure(ratio!)];
  const cells = [
    typeof row.answer === 'object' ? `${what} (the same ${row.answer.lines} lines)` : what,
    how,
    formatAmount(ours.value, unit),
    spread(ours),
    ...theirCells,
    bound === undefined ? '' : `≤ ${Number(bound.toFixed(2))}`,
    verdictOf(row),
  ];
  return `| ${cells.join(' | ')} |`;
}

function spread({ least, most }: Figure): string {
  return least === most ? '' : `${formatFigure(least)}–${formatFigure(most)}`;
}
