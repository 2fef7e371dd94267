import type { CampaignRow, Covered } from './campaign-row.ts';

const HEAD = `# Fuzzing

What the last campaign of each decoder came to. \`npm run fuzz:campaign -- --missing\` runs the decoders that have no sufficient row; this page is written from campaign.json.

A decoder's targets change its seeds and read all that there is to read: every execution has to end in a value or in one of our three errors, in time and in memory. Executions and minutes
of processor time are of all its targets together, until a million executions or twenty minutes. Coverage is of the decoder's own source files, by a shorter run of the same targets. Peak memory is
that of the whole process, the test runner with it.

| decoder | seeds | targets | executions | minutes | lines | branches | peak memory | open | date | commit |
|---|---|---|---|---|---|---|---|---|---|---|
`;

/** Markdown: a row for each decoder, then what is open. */
export function renderCampaign(rows: readonly CampaignRow[]): string {
  const open = rows.flatMap(({ decoder, open: failures }) => failures.map((failure) => `\n## Open: ${decoder}\n\n${indented(failure)}\n`));
  return [HEAD, ...rows.map(tableRow), ...open].join('');
}

function tableRow(row: CampaignRow): string {
  const { decoder, seeds, targets, executions, seconds, coverage, peakMib, open, date, commit } = row;
  const figures = [
    targets.length,
    grouped(executions),
    (seconds / 60).toFixed(1),
    percent(coverage.lines),
    percent(coverage.branches),
    `${peakMib} MiB`,
    open.length,
  ];
  return `| ${[decoder, seeds.map(cell).join(', '), ...figures, date, commit].join(' | ')} |\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function percent({ covered, total }: Covered): string {
  return total === 0 ? 'none' : `${Math.floor((covered / total) * 100)} %`;
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ');
}
