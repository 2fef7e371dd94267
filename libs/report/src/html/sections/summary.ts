import { type ScanResult, severities, verdicts } from '@staticfire/findings';
import { printable } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { bar, stackedBar } from '../charts/stacked-bar.ts';
import { groupDigits } from '../figures.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { notice, ruleLink, severityBadge, stateBadge, table } from '../parts.ts';
import type { Section } from '../section.ts';
import { type State, states, stateWords } from '../states.ts';
import type { View } from '../view.ts';

export const summarySection: Section = {
  id: 'summary',
  title: 'Summary',
  pieces: (view) => [
    html`<div class="columns">
<div><h3>By rule</h3><p>${plural(view.result.rules.length, 'rule')}, each with one verdict over all of its findings.</p>${byRule(view.result)}</div>
<div><h3>By finding</h3><p>${plural(view.result.findings.length, 'finding')}, one for each subject; waived ones count apart.</p>${byFinding(view)}</div>
</div>`,
    html`<h3>Findings by severity</h3>${bySeverity(view)}`,
    userData(view),
    ruleErrors(view),
  ],
};

function byRule({ counts }: ScanResult): Markup {
  const segments = [...verdicts].sort((a, b) => states.indexOf(a) - states.indexOf(b)).map((verdict) => segment(verdict, counts[verdict]));
  return stackedBar({ title: 'Rules by verdict', segments });
}

function byFinding({ counts }: View): Markup {
  return stackedBar({ title: 'Findings by state', segments: states.map((state) => segment(state, counts[state])) });
}

function segment(state: State, count: number) {
  return { kind: state, label: stateWords[state], count };
}

function bySeverity({ rules }: View): Markup {
  const counts = severities.map((severity) => {
    const own = rules.filter(({ rule }) => rule.severity === severity);
    return { severity, rules: own.length, segments: states.map((state) => segment(state, sum(own.map((rule) => rule.counts[state])))) };
  });
  const most = Math.max(...counts.map(({ segments }) => sum(segments.map(({ count }) => count))));
  return table({
    caption: 'How many findings of each severity have each state, and how many rules there are',
    columns: ['Severity', ...states.map((state) => stateBadge(state)), 'Rules', 'Findings'],
    rows: counts.map(({ severity, rules: own, segments }) => [
      severityBadge(severity),
      ...segments.map(({ count }) => figure(count)),
      own,
      bar({ title: `Findings of severity ${severity}`, segments }, most),
    ]),
    kind: 'wide numbers',
  });
}

function figure(count: number): Content {
  return count === 0 ? html`<span class="zero">0</span>` : groupDigits(count);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** What the user data made of the image's own verdicts. */
function userData({ result, ruleOf }: View): Content {
  const judged = result.rules.filter(({ decided }) => decided === 'user-data');
  const turned = judged.filter(({ imageVerdict, verdict }) => imageVerdict !== verdict);
  if (result.userData === undefined) return undefined;
  const rows = turned.map(({ id, imageVerdict, verdict }) => [ruleLink(ruleOf.get(id), id), stateBadge(imageVerdict), stateBadge(verdict)]);
  return html`<h3>With user data</h3><p>${plural(judged.length, 'rule')} judged with user data; ${turned.length} of them ${turned.length === 1 ? 'turns' : 'turn'} out other than on the image alone.</p>${
    rows.length > 0 && table({ caption: 'Rules that the user data turn', columns: ['Rule', 'Image alone', 'With user data'], rows })
  }`;
}

function ruleErrors({ result, ruleOf }: View): Content {
  const { ruleErrors: errors } = result;
  if (errors.length === 0) return undefined;
  const items = errors.map(({ ruleId, message }) => html`<li>${ruleLink(ruleOf.get(ruleId), ruleId)}: <code>${printable(message, MAX_MESSAGE)}</code></li>`);
  const heading = html`<strong>${plural(errors.length, 'bug')} in rules.</strong> The pack is at fault, not the image; what these rules ask is unknown. Tell the pack's author.`;
  return notice('warn', heading, html`<ul>${items}</ul>`);
}

const MAX_MESSAGE = 400;
