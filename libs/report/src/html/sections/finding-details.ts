import { printable } from '../../printable.ts';
import { html, type Markup } from '../markup.ts';
import { code, definitions, digest, leftOut, name, stateBadge } from '../parts.ts';
import type { ShownFinding, View } from '../view.ts';
import { describeEvidence } from './evidence.ts';
import { waiverAnchor } from './waivers.ts';

const MAX_EVIDENCE = 6;

/** One finding: a line, and behind it everything that the verdict rests on. */
export function findingDetails(view: View, { finding, state, anchor }: ShownFinding): Markup {
  const { title, subject, reason, evidence, fingerprint } = finding;
  const waiver = finding.waiver === undefined ? undefined : view.result.waivers[finding.waiver];
  const lapsed = waiver !== undefined && waiver.state !== 'valid';
  return html`<details class="finding" id="${anchor}" data-state="${state}"><summary>${stateBadge(state)}<bdi class="title">${printable(title, MAX_TITLE)}${subject !== undefined && !title.includes(subject) && html` <code class="subject">${printable(subject, MAX_SUBJECT)}</code>`}</bdi>${lapsed && html`<span class="tag">waiver ${waiver.state}</span>`}</summary><div class="body">${definitions(
    [
      subject === undefined ? undefined : ['Subject', code(subject, MAX_FULL)],
      reason === undefined ? undefined : ['Reason', name(reason, MAX_REASON)],
      waiver === undefined
        ? undefined
        : [
            'Waiver',
            html`<a href="#${waiverAnchor(finding.waiver ?? 0)}">${waiver.state}</a>, owner ${name(waiver.owner)}, until ${waiver.expires}: ${name(waiver.reason)}`,
          ],
      ['Fingerprint', digest(fingerprint)],
    ],
  )}${evidence.slice(0, MAX_EVIDENCE).map((item) => describeEvidence(view, item))}${leftOut(evidence.length - MAX_EVIDENCE, 'piece of evidence')}</div></details>
`;
}

const MAX_TITLE = 240;
const MAX_SUBJECT = 120;
const MAX_FULL = 4200;
const MAX_REASON = 1000;
