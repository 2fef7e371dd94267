export interface BenchRow {
  readonly what: string;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  /** `ours` must be at most `bound` times `theirs`. */
  readonly bound: number;
  readonly unit: 's' | 'MB';
}

export interface BenchContext {
  readonly machine: string;
  readonly node: string;
  readonly rounds: number;
  /** Bytes under dm-verity, in MB, by image. */
  readonly verityMegabytes: Readonly<Record<string, number>>;
}

export function renderTable(rows: readonly BenchRow[], { machine, node, rounds, verityMegabytes }: BenchContext): string {
  const lines = rows.map(({ what, ours, peer, theirs, bound, unit }) => {
    const figure = (value: number) => `${unit === 's' ? value.toFixed(3) : value} ${unit}`;
    const ratio = ours / theirs;
    const verdict = `≤ ${Number(bound.toFixed(2))} | ${ratio <= bound ? 'reached' : 'missed'}`;
    return `| ${what} | ${figure(ours)} | ${peer} | ${figure(theirs)} | ${ratio.toFixed(2)} | ${verdict} |`;
  });
  const images = Object.entries(verityMegabytes).map(([name, megabytes]) => `\`${name}\` (${megabytes} MB under dm-verity)`);
  return [
    '# Scan benchmark',
    '',
    `Images ${images.join(', ')}. ${machine}, Node ${node}; in turn, medians of ${rounds} rounds after one warm-up; memory is the largest peak.`,
    'Whole processes, start included; rows that say "in process" leave the start of Node and its threads out. EROFS is LZ4HC with clusters of 256 KiB, as',
    'Bottlerocket builds it; disks in LZ4 are `lz4 -9`.',
    '',
    '| what | staticfire | peer | peer figure | ratio | bound | |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
