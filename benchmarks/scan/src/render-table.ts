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
  readonly verityMegabytes: number;
  readonly image: string;
}

export function renderTable(rows: readonly BenchRow[], { machine, node, rounds, verityMegabytes }: BenchContext): string {
  const lines = rows.map(({ what, ours, peer, theirs, bound, unit }) => {
    const figure = (value: number) => `${unit === 's' ? value.toFixed(3) : value} ${unit}`;
    const ratio = ours / theirs;
    const verdict = `≤ ${bound} | ${ratio <= bound ? 'reached' : 'missed'}`;
    return `| ${what} | ${figure(ours)} | ${peer} | ${figure(theirs)} | ${ratio.toFixed(2)} | ${verdict} |`;
  });
  return [
    '# Scan benchmark',
    '',
    `Image \`large\`, ${verityMegabytes} MB under dm-verity. ${machine}, Node ${node}; whole processes in turn, medians of ${rounds} rounds after one warm-up; memory is the largest peak.`,
    '',
    '| what | staticfire | peer | peer figure | ratio | bound | |',
    '|---|---|---|---|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}
