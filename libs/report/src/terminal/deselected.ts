import type { ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { field, type Page, plural } from './page.ts';

const MAX_REASON = 400;

/** Rules that the user's tailoring leaves out, each with its reason: never a pass. */
export function describeDeselected(page: Page, { deselected }: ScanResult): string[] {
  const rules = deselected.filter(({ kind }) => kind === 'rule');
  if (rules.length === 0) return [];
  const heading = page.paint(`DESELECTED  ${plural(rules.length, 'rule')}: not judged, so this is not a pass`, 'bold', 'yellow');
  return [heading, ...rules.flatMap(({ id, reason }) => [`  ${printable(id)}`, ...field(page, 6, 'reason', printable(reason, MAX_REASON))])];
}
