import { type ScanResult, verdicts } from '@staticfire/findings';
import { printable } from '../printable.ts';
import type { RenderOptions } from '../render-options.ts';
import { tallyFindings } from '../tally.ts';
import { field, type Page, plural } from './page.ts';

/** Where the reports are, what was counted, and the gate. */
export function describeClosing(page: Page, result: ScanResult, { written = [] }: RenderOptions): string[] {
  const { rules, counts, gate, findings } = result;
  const tally = tallyFindings(result);
  const width = Math.max(...written.map(({ format }) => format.length)) + 2;
  return [
    ...written.flatMap(({ format, path }, index) => field(page, 0, index === 0 ? 'reports' : '', `${format.padEnd(width)}${printable(path)}`)),
    ...field(page, 0, 'counts', `${plural(rules.length, 'rule')}: ${verdicts.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')}`),
    ...field(
      page,
      0,
      '',
      `${plural(findings.length, 'finding')}: ${(['pass', 'fail', 'waived', 'unknown', 'not-applicable'] as const).map((state) => `${tally[state]} ${state}`).join(', ')}`,
    ),
    ...field(page, 0, 'gate', `${gate.verdict} (--fail-on ${gate.failOn}), exit code ${gate.exitCode}`),
  ];
}
