import { execFileSync } from 'node:child_process';
import { describeOracle, toolsFor } from '@staticfire/testkit';
import { expect, test } from 'vitest';
import { textWidth } from './text-width.ts';

/** Columns by East Asian Width and category, for every character that is printed. */
const SCRIPT = `
import unicodedata
for code in range(0x20, 0x110000):
    category = unicodedata.category(chr(code))
    if category[0] == 'Z' and code != 0x20 or category in ('Cn', 'Co', 'Cc', 'Cf', 'Cs'): continue
    wide = unicodedata.east_asian_width(chr(code)) in 'WF'
    print(code, 0 if category in ('Mn', 'Me') else 2 if wide else 1)
`;
/** Jamo that follow another one have no column of their own; symbols that Unicode 16 made wide, and a mark that changed its category since. */
const KNOWN: readonly (readonly [first: number, last: number])[] = [
  [0x1160, 0x11ff],
  [0xd7b0, 0xd7fb],
  [0x2630, 0x268f],
  [0x4dc0, 0x4dff],
  [0x1d300, 0x1d376],
  [0x1171e, 0x1171e],
];

describeOracle("Python's tables of Unicode give every character the same width", toolsFor('python3'), () => {
  test('but for what is known', () => {
    const rows = execFileSync('python3', ['-c', SCRIPT], { encoding: 'utf8', maxBuffer: 2 ** 26 })
      .trim()
      .split('\n');
    const told = rows.map((row) => row.split(' ').map(Number) as [code: number, columns: number]);
    expect(told.length).toBeGreaterThan(140_000);
    const other = told.filter(
      ([code, columns]) => textWidth(String.fromCodePoint(code)) !== columns && !KNOWN.some(([first, last]) => code >= first && code <= last),
    );
    expect(other).toEqual([]);
  });
});
