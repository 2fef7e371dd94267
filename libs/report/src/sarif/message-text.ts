import type { Finding } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { describeEvidence } from '../terminal/evidence-line.ts';
import type { SarifProfile } from './sarif-options.ts';

const MAX_TITLE = 500;
const MAX_REASON = 1000;
const MAX_EVIDENCE = 5;

/**
 * First sentence: what, and where in the image; GitHub shows only that where room is short. Then why, and the evidence with the line
 * that decides.
 */
export function findingMessage({ title, subject, reason, evidence }: Finding, where: string, profile: SarifProfile): string {
  const about = subject === undefined || title.includes(subject) || where.includes(subject) ? where : `${subject}, ${where}`;
  const shown = evidence.slice(0, MAX_EVIDENCE).map((each) => `Evidence: ${describeEvidence(each)}.`);
  const more = evidence.length - shown.length;
  const sentences = [
    `${printable(title, MAX_TITLE).replace(/\.$/, '')} (${printable(about, MAX_TITLE)}).`,
    ...(reason === undefined ? [] : [`Reason: ${printable(reason, MAX_REASON)}.`]),
    ...shown,
    ...(more === 0 ? [] : [`${more} more ${more === 1 ? 'value' : 'values'} as evidence.`]),
  ];
  return plainMessage(sentences.join(' '), profile);
}

/** Prose that is safe in `message.text`. */
export function proseMessage(text: string, profile: SarifProfile): string {
  return plainMessage(printableProse(text), profile);
}

/**
 * SARIF 3.11.5 and 3.11.6: `{0}` is a placeholder, so braces are doubled; `[text](target)` is a link, so `](` never stays together.
 * GitHub takes no arguments and shows braces as they are.
 */
function plainMessage(text: string, profile: SarifProfile): string {
  const linkless = text.replaceAll('](', ']\\(');
  return profile === 'github' ? linkless : linkless.replace(/[{}]/g, '$&$&');
}
