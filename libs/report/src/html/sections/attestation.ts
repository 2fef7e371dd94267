import type { AttestationText } from '@staticfire/findings';
import { html, type Markup } from '../markup.ts';
import { name } from '../parts.ts';

/** Somebody's word: who, when, until when, and whether it counts. */
export function describeAttestation({ who, when, validUntil, statement, state }: AttestationText): Markup {
  const counts = { valid: 'valid', expired: `expired on ${validUntil}: counts as none`, 'not-yet-valid': `valid only from ${when}: counts as none` }[state];
  return html`<p><small>Attested by</small> ${name(who)}, ${when} until ${validUntil} <span class="waiver-state ${state}">${counts}</span>: ${name(statement, MAX_STATEMENT)}</p>`;
}

const MAX_STATEMENT = 1000;
