import type { WaiverText } from '@staticfire/findings';
import { printable } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { type Content, html } from '../markup.ts';
import { code, name, ruleLink, table } from '../parts.ts';
import type { Section } from '../section.ts';
import type { View } from '../view.ts';

/** Of a waiver, by its index in the result. */
export function waiverAnchor(index: number): string {
  return `waiver-${index + 1}`;
}

export const waiversSection: Section = {
  id: 'waivers',
  title: 'Waivers',
  isThere: ({ result }) => result.waivers.length > 0,
  pieces: (view) => {
    const { waivers, day } = view.result;
    return [
      html`<p>${plural(waivers.length, 'waiver')}, held against ${day ?? 'no day'}. Waived is never a pass: verdicts and counts stay what evidence gives, and only a valid waiver keeps a finding from the gate.</p>`,
      table({
        caption: 'Waivers as they are written',
        kind: 'wide waivers',
        columns: ['Rule and subject', 'State', 'Expires', 'Owner, approved by', 'Reason', 'Findings'],
        rows: waivers.map((waiver) => row(view, waiver)),
        ids: waivers.map((_, index) => waiverAnchor(index)),
      }),
    ];
  },
};

function row({ ruleOf }: View, waiver: WaiverText): readonly Content[] {
  const { ruleId, subject, reason, owner, approvedBy, ticket, from, expires, state, matches, place } = waiver;
  return [
    html`${ruleLink(ruleOf.get(ruleId), ruleId)}<br>${subject === undefined ? 'every finding of the rule' : code(subject, MAX_SUBJECT)}`,
    html`<span class="waiver-state ${state}">${STATE_WORDS[state]}</span>`,
    html`${from !== undefined && html`<small>from</small> ${day(from)}<br>`}${state === 'expired' ? html`<strong class="bad">${day(expires)}</strong>` : day(expires)}`,
    html`${name(owner)}${approvedBy !== undefined && html`<br><small>approved by</small> ${name(approvedBy)}`}`,
    html`${name(reason, MAX_REASON)}${ticket !== undefined && html`<br><small>ticket</small> ${code(ticket)}`}<br><small>written in</small> ${code(`${printable(place.path)}:${place.line}`)}`,
    matches === 0 ? html`<strong class="bad">none: unused</strong>` : matches,
  ];
}

const STATE_WORDS: Readonly<Record<WaiverText['state'], string>> = {
  valid: 'valid',
  expired: 'expired: counts as none',
  'not-yet-valid': 'not yet valid: counts as none',
};

function day(text: string): Content {
  return html`<span class="day">${text}</span>`;
}

const MAX_REASON = 1000;
const MAX_SUBJECT = 160;
