import type { Gate, ScanResult } from '@staticfire/findings';
import { plural } from '../../terminal/page.ts';
import { html, type Markup } from '../markup.ts';
import { code, ruleLink, severityBadge } from '../parts.ts';
import type { Section } from '../section.ts';
import type { View } from '../view.ts';
import { nextSteps } from './next-steps.ts';

export const verdictWords: Readonly<Record<Gate['verdict'], string>> = { passed: 'GO', failed: 'NO-GO', inconclusive: 'INCONCLUSIVE' };

/** A gate over a long list names the most severe; the findings list has them all. */
const MAX_LISTED = 30;

export const verdictSection: Section = {
  id: 'verdict',
  title: 'Verdict',
  pieces: (view) => [
    html`<div class="verdict verdict-${view.result.gate.verdict}"><p class="word">${verdictWords[view.result.gate.verdict]}</p><p class="because">${because(view.result)}</p></div>`,
    html`<div class="columns"><div><h3>Why</h3>${reasons(view)}<p class="gate">${describeGate(view.result.gate)}</p></div><div><h3>What to do next</h3>${nextSteps(view)}</div></div>`,
  ],
};

function because({ gate, counts, input }: ScanResult): string {
  const changed = input.unchanged ? '' : ' The image file changed while it was scanned.';
  if (gate.verdict === 'failed') return `${plural(gate.failing.length, 'rule')} ${threshold(gate.failOn)} failed.${changed}`;
  if (gate.verdict === 'inconclusive') return `${describeOpen(gate)}${changed}`;
  if (gate.failOn === 'none') return `The gate is open (--fail-on none): ${plural(counts.fail, 'rule')} failed.${changed}`;
  return `No rule ${threshold(gate.failOn)} failed without a waiver, and none of them is unknown.${changed}`;
}

function describeOpen({ unknown, failOn }: Gate): string {
  return unknown.length === 0 ? 'The image could not be judged.' : `${plural(unknown.length, 'rule')} ${threshold(failOn)} could not be decided.`;
}

function threshold(failOn: Gate['failOn']): string {
  if (failOn === 'none') return 'at any severity';
  return failOn === 'critical' ? 'of severity critical' : `of severity ${failOn} or above`;
}

function reasons(view: View): Markup {
  const { gate } = view.result;
  const lists = [
    listRules(view, gate.failing, 'Failed'),
    listRules(view, gate.unknown, 'Could not be decided'),
    listRules(view, gate.waived, 'Failed, and waived: they do not decide'),
  ].filter((list) => list !== undefined);
  return lists.length === 0 ? html`<p>No rule at the level of the gate failed, is waived or is unknown.</p>` : html`${lists}`;
}

function listRules(view: View, ids: readonly string[], heading: string): Markup | undefined {
  if (ids.length === 0) return undefined;
  const sorted = view.rules.map(({ rule }) => rule.id).filter((id) => ids.includes(id));
  const items = sorted.slice(0, MAX_LISTED).map((id) => html`<li>${describeRule(view, id)}</li>`);
  const more = ids.length > MAX_LISTED && html`<li>… and ${ids.length - MAX_LISTED} more</li>`;
  return html`<p class="lead">${heading}</p><ul class="rules">${items}${more}</ul>`;
}

function describeRule(view: View, id: string): Markup {
  const rule = view.ruleOf.get(id);
  if (rule === undefined) return code(id);
  return html`${severityBadge(rule.rule.severity)} <span>${ruleLink(rule, id)}<br>${rule.rule.title}</span>`;
}

function describeGate({ failOn, exitCode }: Gate): Markup {
  if (failOn === 'none') return html`Gate: open (<code>--fail-on none</code>); it stops nothing. Exit code ${exitCode}.`;
  return html`Gate: <code>--fail-on ${failOn}</code>. It fails when a rule ${threshold(failOn)} fails with a finding that no valid waiver is about, and is inconclusive when nothing failed but one of these rules is unknown. Exit code ${exitCode}.`;
}
