import { describe, expect, it } from 'vitest';
import { machine, suiteResult } from './fixtures/sample-results.ts';
import { renderScan, suiteTable } from './render-scan.ts';

describe('suiteTable', () => {
  const table = suiteTable(suiteResult);

  it.each([
    '| whole scan | process | 1.59 s | 1.50–1.70 | veritysetup | 8.03 s | 8.00–9.00 | 0.198 | ≤ 1.43 | reached |',
    '| peak memory | process | 301 MB |  | bound | 300 MB |  | 1.00 | ≤ 1 | missed |',
    '| derive | stage | 0.0123 ms |  |  |  |  |  |  | informative |',
    '| search (the same 5 lines) | process | 0.100 s |  | sesearch | 1.00 s |  | 0.100 | ≤ 0.2 | reached |',
    '| search | process | 0.100 s |  | sesearch | 1.00 s |  | 0.100 | ≤ 0.2 | differs |',
    'Skipped: guestfish: not installed.',
  ])('has the line %s', (line) => {
    expect(table).toContain(line);
  });

  it('every row has the cells of the head', () => {
    const cells = (line: string) => line.split('|').length;
    const rows = table.filter((line) => line.startsWith('|'));
    expect(new Set(rows.map(cells))).toEqual(new Set([12]));
  });
});

describe('renderScan', () => {
  const page = renderScan([suiteResult, { ...suiteResult, title: 'Empty', rows: [], skipped: [] }], machine, { large: 964_689_920 });

  it('tells images, rounds, machine, peers and method', () => {
    expect(page).toContain('`large` (965 MB under dm-verity)');
    expect(page).toContain('## Whole scans\n\n5 rounds, one warm-up.\n');
    expect(page).toContain('2 × Example, 24 GB of memory, Linux 6.18.44, Node v24.0.0; sources at abc1234.');
    expect(page).toContain('* guestfish: not installed');
    expect(page).toContain('POSIX_FADV_DONTNEED');
  });

  it('leaves out a suite that has no rows', () => {
    expect(page).not.toContain('Empty');
  });

  it('says so when one round was counted without a warm-up', () => {
    expect(renderScan([{ ...suiteResult, rounds: { counted: 1, warmUp: 0 } }], machine, {})).toContain('One round, no warm-up.');
  });
});
