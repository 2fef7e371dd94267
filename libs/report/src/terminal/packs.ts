import type { ScanResult } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { describeCounts, type PackTally, tallyPacks } from '../tally-packs.ts';
import { field, type Page, paragraph, plural } from './page.ts';

/** What became of everything that each pack asks. */
export function describePacks(page: Page, result: ScanResult): string[] {
  if (result.packs.length === 0) return [];
  return [page.paint(`PACKS  ${result.packs.length}`, 'bold'), ...tallyPacks(result).flatMap((tally) => describePack(page, tally))];
}

function describePack(page: Page, { pack, rules, controls, deselected, leftOut }: PackTally): string[] {
  const counts = [
    describeCounts('rule', rules),
    describeCounts('control', controls),
    deselected === 0 ? undefined : `${plural(deselected, 'rule')} deselected`,
    leftOut.length === 0 ? undefined : `${plural(leftOut.length, 'row')} of its source left out`,
  ].filter((text) => text !== undefined);
  return [
    ...paragraph(page, 2, `${printable(pack.id)} ${printable(pack.version)}`),
    ...paragraph(page, 6, counts.join('; ') || 'nothing of it is selected'),
    ...leftOut.flatMap(({ id, reason }) => field(page, 6, 'left out', `${printable(id)}: ${printableProse(reason)}`)),
  ];
}
