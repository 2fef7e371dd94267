import type { CoveredFact, ScanResult } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { field, type Page, paragraph } from './page.ts';

const WORDS: readonly (readonly [state: CoveredFact['state'], words: string])[] = [
  ['present', 'read'],
  ['partial', 'read in part'],
  ['unreadable', 'unreadable'],
  ['absent', 'absent'],
];
const MAX_LISTED = 5;
const MAX_PROBLEM = 200;

/** How many facts could be read, and the first of those that could not. */
export function describeCoverage(page: Page, { coverage: { facts } }: ScanResult): string[] {
  if (facts.length === 0) return [];
  const counts = WORDS.map(([state, words]) => [facts.filter((fact) => fact.state === state).length, words] as const).filter(([count]) => count > 0);
  const open = ['unreadable', 'partial'].flatMap((state) => facts.filter((fact) => fact.state === state));
  const hidden = open.length - MAX_LISTED;
  const heading = `COVERAGE  ${facts.length} facts: ${counts.map(([count, words]) => `${count} ${words}`).join(', ')}`;
  return [
    ...paragraph(page, 0, heading).map((line) => page.paint(line, 'bold', ...(open.length === 0 ? [] : (['yellow'] as const)))),
    ...open.slice(0, MAX_LISTED).flatMap((fact) => describeFact(page, fact)),
    ...(hidden > 0 ? [`  … and ${hidden} more; the JSON report lists them.`] : []),
  ];
}

function describeFact(page: Page, { name, bank, state, problem }: CoveredFact): string[] {
  const part = state === 'partial' ? ', in part' : '';
  return [`  ${printable(name)}${bank === undefined ? '' : ` (bank ${bank})`}${part}`, ...field(page, 6, 'reason', printable(problem ?? '', MAX_PROBLEM))];
}
