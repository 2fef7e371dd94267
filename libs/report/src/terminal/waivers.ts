import type { Finding, ScanResult, WaiverText } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { field, type Page, plural, type Style, wrap } from './page.ts';

type Status = WaiverText['state'] | 'unused';

const WORDS: Readonly<Record<Status, readonly [word: string, style: Style]>> = {
  valid: ['VALID', 'cyan'],
  expired: ['EXPIRED', 'red'],
  'not-yet-valid': ['NOT YET', 'yellow'],
  unused: ['UNUSED', 'yellow'],
};
const WORD_WIDTH = 'EXPIRED'.length;

/** What people live with and until when, as the tailoring has it; also what counts no more and what is of no use. */
export function describeWaivers(page: Page, { waivers, day }: ScanResult): string[] {
  if (waivers.length === 0) return [];
  const heading = `WAIVERS  ${plural(waivers.length, 'waiver')}${day === undefined ? '' : ` on ${day}`}: what is waived is not a pass`;
  return [page.paint(heading, 'bold'), ...waivers.flatMap((waiver) => describeWaiver(page, waiver))];
}

/** Below the title of a failing finding: the waiver about it, and whether it counts. */
export function describeWaiverOf(page: Page, { waivers }: ScanResult, { waiver: index }: Finding): string[] {
  const waiver = index === undefined ? undefined : waivers[index];
  if (waiver === undefined) return [];
  const { state, from, expires, owner } = waiver;
  const counts = {
    valid: `until ${expires}`,
    expired: `expired on ${expires} and counts as none`,
    'not-yet-valid': `valid only from ${from} and counts as none`,
  }[state];
  return field(page, 6, state === 'valid' ? 'waived' : 'waiver', `${counts}, owner ${printable(owner)}`);
}

function describeWaiver(page: Page, waiver: WaiverText): string[] {
  const { subject, reason, owner, approvedBy, ticket, place } = waiver;
  const [word, style] = WORDS[waiver.matches === 0 ? 'unused' : waiver.state];
  const column = 4 + WORD_WIDTH;
  const [first = '', ...rest] = wrap(`${printable(waiver.ruleId)}, ${describeReach(waiver)}`, page.width - column);
  const approved = approvedBy === undefined ? '' : `, approved by ${printable(approvedBy)}`;
  return [
    `  ${page.paint(word.padEnd(WORD_WIDTH), style)}  ${first}`,
    ...rest.map((line) => `${' '.repeat(column)}${line}`),
    ...(subject === undefined ? [] : field(page, 6, 'subject', printable(subject))),
    ...field(page, 6, 'reason', printableProse(reason)),
    ...field(page, 6, 'owner', `${printable(owner)}${approved}`),
    ...(ticket === undefined ? [] : field(page, 6, 'ticket', printable(ticket))),
    ...field(page, 6, 'written', printable(`${place.path}:${place.line}`)),
  ];
}

function describeReach({ from, expires, state, matches }: WaiverText): string {
  const days = from === undefined ? `until ${expires}` : `from ${from} until ${expires}`;
  if (matches === 0) return `${days}: no failing finding, so it is of no use`;
  return `${days}: ${plural(matches, 'finding')}${state === 'valid' ? '' : ', counts as none'}`;
}
