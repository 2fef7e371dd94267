import { printableProse } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { html, type Markup } from '../markup.ts';
import { ruleLink } from '../parts.ts';
import type { View } from '../view.ts';

const MAX_FIXES = 5;

/** What the reader does now, in this order. */
export function nextSteps(view: View): Markup {
  const steps = [...fixes(view), ...openEvidence(view), ...expiredWaivers(view), ...rest(view)];
  return html`<ol class="steps">${steps.map((step) => html`<li>${step}</li>`)}</ol>`;
}

function fixes(view: View): readonly Markup[] {
  const failing = view.rules.filter(({ rule }) => view.result.gate.failing.includes(rule.id));
  const shown = failing.slice(0, MAX_FIXES).map((each) => html`<strong>Fix</strong> ${ruleLink(each, each.rule.id)}: ${printableProse(each.rule.remediation)}`);
  const more = failing.length - shown.length;
  return more > 0 ? [...shown, html`<strong>Fix</strong> the ${plural(more, 'rule')} more that failed; each <a href="#findings">finding</a> says how.`] : shown;
}

function openEvidence({ result }: View): readonly Markup[] {
  const { unknown } = result.gate;
  if (unknown.length === 0) return [];
  return [
    html`<strong>Find out</strong> why evidence for ${plural(unknown.length, 'rule')} could not be read: <a href="#coverage">Coverage</a> names the cause. Unknown is never a pass.`,
  ];
}

function expiredWaivers({ result }: View): readonly Markup[] {
  const expired = result.waivers.filter(({ state }) => state === 'expired');
  return expired.length === 0 ? [] : [html`<strong>Renew or remove</strong> ${plural(expired.length, 'expired waiver')}: see <a href="#waivers">Waivers</a>.`];
}

function rest({ result }: View): readonly Markup[] {
  if (result.gate.verdict !== 'passed') return [html`<strong>Build and scan again.</strong> A finding keeps its fingerprint, so two reports compare.`];
  const open = result.counts.fail + result.counts.unknown;
  const below = open === 0 ? 'Nothing is open.' : `${plural(open, 'rule')} failed or are unknown and do not stop the gate; look at them next.`;
  return [html`<strong>Nothing stops this image.</strong> ${below} What was not looked at stands under <a href="#coverage">Coverage</a>.`];
}
