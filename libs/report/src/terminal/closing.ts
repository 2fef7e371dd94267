import { type ScanResult, verdicts } from '@staticfire/findings';
import { field, type Page, plural } from './page.ts';

export function describeClosing(page: Page, { rules, counts, gate }: ScanResult): string[] {
  const tally = verdicts.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
  const threshold = `--fail-on ${gate.failOn}`;
  return [
    ...field(page, 0, 'counts', `${plural(rules.length, 'rule')}: ${tally}`),
    ...field(page, 0, 'gate', `${gate.verdict} (${threshold}), exit code ${gate.exitCode}`),
  ];
}
