import type { ControlText, RuleText } from '@staticfire/findings';
import { printable, printableProse } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { type Content, html, join, type Markup } from '../markup.ts';
import { definitions, leftOut, name, severityBadge, stateBadge } from '../parts.ts';
import { type State, states } from '../states.ts';
import type { RuleView, View } from '../view.ts';
import { findingDetails } from './finding-details.ts';

/** A rule with what it says once for all of its findings, and below that the findings. Open when it asks for work. */
export function ruleCard(view: View, card: RuleView): Markup {
  const { rule, state } = card;
  const isOpen = state === 'fail' || state === 'unknown';
  return html`<details class="rule" id="${card.anchor}" ${data(card)}${isOpen ? html` open` : ''}><summary><h4>${severityBadge(rule.severity)}<span class="title">${printableProse(rule.title)}</span></h4><span class="meta"><code>${printable(rule.id)}</code> ${tally(card)}</span></summary>
<div class="about">${about(view, card)}</div>
${card.shown.map((shown) => findingDetails(view, shown))}${leftOut(card.total - card.shown.length, 'finding')}</details>
`;
}

/** What the page's script filters, groups and sorts by. */
function data({ rule, controls, state }: RuleView): Markup {
  const [pack = '', path = ''] = rule.id.split(':');
  const area = path.split('/')[0] ?? '';
  const broken = controls.map(({ packId, id }) => `${packId} ${id}`).join('|');
  return html`data-state="${state}" data-severity="${rule.severity}" data-pack="${pack}" data-area="${area}" data-id="${rule.id}" data-controls="${broken}"`;
}

function tally({ counts, total }: RuleView): Content {
  if (total <= 1) return undefined;
  const parts = states.filter((state) => counts[state] > 0).map((state): Content => html`${counts[state]} ${STATE_NOUN[state]}`);
  return html`<span class="count">${plural(total, 'finding')}: ${join(parts, ', ')}</span>`;
}

const STATE_NOUN: Readonly<Record<State, string>> = {
  fail: 'failed',
  unknown: 'unknown',
  waived: 'waived',
  'not-applicable': 'not applicable',
  pass: 'passed',
};

function about(view: View, { rule, controls }: RuleView): Markup {
  return definitions([
    ['Why', printableProse(rule.rationale)],
    ['Fix', printableProse(rule.remediation)],
    controls.length === 0
      ? undefined
      : [
          'Controls',
          join(
            controls.map((control) => controlLink(view, control)),
            ', ',
          ),
        ],
    ['References', describeReferences(rule)],
    describeSeverity(rule),
    rule.decided === 'image' ? undefined : ['User data', describeUserData(rule)],
  ]);
}

function controlLink(view: View, control: ControlText): Markup {
  return html`<a href="#${view.anchorOfControl(control)}">${printable(`${control.packId} ${control.id}`)}</a>`;
}

function describeReferences({ references, securitySeverity }: RuleText): Content {
  const lists = Object.entries(references).map(([framework, ids]) => html`${name(framework)}: ${ids.map((id) => printable(id)).join(', ')}`);
  return join([...lists, html`security severity ${securitySeverity}`], '; ');
}

function describeSeverity({ severity, packSeverity }: RuleText): readonly [string, Content] | undefined {
  return packSeverity === undefined ? undefined : ['Severity', html`${severity} by profile or tailoring; its pack says ${packSeverity}`];
}

function describeUserData({ verdict, imageVerdict }: RuleText): Content {
  if (verdict === imageVerdict) return 'judged with user data; the image alone gives the same';
  return html`judged with user data: ${stateBadge(verdict)}; on the image alone: ${stateBadge(imageVerdict)}`;
}
