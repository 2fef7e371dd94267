import { severities } from '@staticfire/findings';
import { plural } from '../../terminal/page.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { notice, severityBadge, stateBadge } from '../parts.ts';
import type { Section } from '../section.ts';
import { MAX_SHOWN, MAX_SHOWN_OF_RULE } from '../shown-findings.ts';
import { type State, states } from '../states.ts';
import type { RuleView, View } from '../view.ts';
import { ruleCard } from './rule-card.ts';
import { toolbar } from './toolbar.ts';

const open: readonly State[] = ['fail', 'unknown', 'waived'];

/** What failed, could not be decided or is waived, by state and severity. */
export const findingsSection: Section = {
  id: 'findings',
  title: 'Findings',
  pieces: function* (view) {
    yield toolbar(view);
    yield cutNotice(view);
    yield startList(open);
    if (!view.rules.some(({ state }) => open.includes(state))) yield html`<p>Nothing failed, nothing is unknown, nothing is waived.</p>`;
    for (const state of open) yield* groupsOf(view, state);
    yield END_OF_LIST;
  },
};

/** What holds, and what a fact of the image rules out. */
export const passesSection: Section = {
  id: 'passes',
  title: 'Passes, and what does not apply',
  pieces: function* (view) {
    yield html`<p>Each of these was asked too. A pass means that evidence in the image supports the statement. The filter above <a href="#findings">the findings</a> works here as well.</p>`;
    const others = states.filter((state) => !open.includes(state)).reverse();
    yield startList(others);
    for (const state of others) yield* groupsOf(view, state);
    yield END_OF_LIST;
  },
};

/** The box in which the page's script groups and sorts. */
function startList(listed: readonly State[]): Markup {
  return html`<div class="list" data-states="${listed.join(' ')}">`;
}

const END_OF_LIST = html`</div><p class="no-match" hidden>Nothing here matches the filter.</p>`;

function* groupsOf(view: View, state: State): Generator<Content> {
  const inState = view.rules.filter((rule) => rule.state === state);
  for (const severity of severities) {
    const group = inState.filter(({ rule }) => rule.severity === severity);
    if (group.length === 0) continue;
    yield html`<section class="group"><h3>${stateBadge(state)} ${severityBadge(severity)} <span class="count">${describe(group)}</span></h3>
`;
    for (const rule of group) yield ruleCard(view, rule);
    yield html`</section>
`;
  }
}

function describe(group: readonly RuleView[]): string {
  return `${plural(group.length, 'rule')}, ${plural(
    group.reduce((sum, { total }) => sum + total, 0),
    'finding',
  )}`;
}

function cutNotice({ result, rules }: View): Content {
  const shown = rules.reduce((sum, rule) => sum + rule.shown.length, 0);
  const total = result.findings.length;
  if (shown === total) return undefined;
  return notice(
    'cut',
    html`<strong>${shown} of ${total} findings are shown.</strong> A page shows at most ${MAX_SHOWN}, and ${MAX_SHOWN_OF_RULE} of one rule; each rule says how many it leaves out. All figures count all findings. The JSON report (<code>--output json=FILE</code>) is whole.`,
  );
}
