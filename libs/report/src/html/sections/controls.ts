import { type ControlText, controlStatuses, type PackText } from '@staticfire/findings';
import { printable, printableProse } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { type BarSegment, stackedBar } from '../charts/stacked-bar.ts';
import { type Content, html, join, type Markup } from '../markup.ts';
import { name, ruleLink, severityBadge, stateBadge, table } from '../parts.ts';
import type { Section } from '../section.ts';
import type { View } from '../view.ts';
import { describeAttestation } from './attestation.ts';
import { decidedBy, deciders } from './decided-by.ts';

export const controlsSection: Section = {
  id: 'controls',
  title: 'Controls',
  isThere: ({ result }) => result.controls.length > 0,
  pieces: function* (view) {
    yield html`<p>Requirements of others, each mapped to rules. Counts by control are never mixed with counts by rule. A pass means that evidence in the image supports it, not that anything is compliant.</p>`;
    const byPack = Map.groupBy(view.result.controls, ({ packId }) => packId);
    for (const [packId, controls] of byPack) yield describePack(view, packId, controls);
  },
};

function describePack(view: View, packId: string, controls: readonly ControlText[]): Markup {
  const pack = view.result.packs.find(({ id }) => id === packId);
  return html`<h3>${printableProse(pack?.title ?? packId)}</h3><p>${plural(controls.length, 'control')} of ${name(packId)} ${packVersion(pack)}.</p>
<div class="columns"><div><h4>Status</h4>${stackedBar({ title: 'Controls by status', segments: statusSegments(controls) })}</div>
<div><h4>Decided by</h4>${stackedBar({ title: 'What decides the controls', segments: deciderSegments(controls) })}</div></div>
${table({
  caption: `Controls of ${printableProse(pack?.title ?? packId)}`,
  columns: ['Control', 'Status', 'Title', 'Decided by', 'Rules, reasons and attestations'],
  rows: controls.map((control) => controlRow(view, control)),
  ids: controls.map((control) => view.anchorOfControl(control)),
  kind: 'controls',
})}`;
}

function packVersion(pack: PackText | undefined): string {
  return pack === undefined ? '' : `version ${printable(pack.version)}`;
}

function statusSegments(controls: readonly ControlText[]): readonly BarSegment[] {
  return controlStatuses
    .map((status) => ({ kind: status, label: status, count: controls.filter((control) => control.status === status).length }))
    .filter(({ count }) => count > 0);
}

function deciderSegments(controls: readonly ControlText[]): readonly BarSegment[] {
  return Object.entries(deciders)
    .map(([decider, label]) => ({ kind: `by-${decider}`, label, count: controls.filter((control) => decidedBy(control) === decider).length }))
    .filter(({ count }) => count > 0);
}

function controlRow(view: View, control: ControlText): readonly Content[] {
  const { id, status, title, severity, level, mode } = control;
  const facts = [level !== undefined && `level ${level}`, mode !== undefined && `${mode} at source`].filter((fact) => fact !== false);
  return [
    printable(id),
    html`${stateBadge(status)}${otherStatus(control)}`,
    html`${name(title)}<br><small>${severity !== undefined && severityBadge(severity)} ${facts.join(', ')}</small>`,
    deciders[decidedBy(control)],
    html`${rulesOf(view, control)}${notesOf(control)}`,
  ];
}

function otherStatus({ status, evidenceStatus, imageStatus }: ControlText): Content {
  const notes = [status !== evidenceStatus && `evidence alone: ${evidenceStatus}`, evidenceStatus !== imageStatus && `image alone: ${imageStatus}`];
  return notes.map((note) => note !== false && html`<br><small>${note}</small>`);
}

function rulesOf({ ruleOf }: View, { ruleIds }: ControlText): Content {
  if (ruleIds.length === 0) return undefined;
  const items = ruleIds.map((id) => {
    const rule = ruleOf.get(id);
    return html`<li>${rule === undefined ? html`<span class="zero">not judged</span>` : stateBadge(rule.state)} ${ruleLink(rule, id)}</li>`;
  });
  return html`<ul class="plain">${items}</ul>`;
}

function notesOf(control: ControlText): Content {
  const { reason, partial, difference, attestation, references } = control;
  const mapped = Object.entries(references).map(([framework, ids]) => `${printable(framework)}: ${ids.map((id) => printable(id)).join(', ')}`);
  return [
    reason !== undefined && html`<p>${name(reason, MAX_REASON)}</p>`,
    partial !== undefined && html`<p><small>No rule decides</small> ${name(partial, MAX_REASON)}</p>`,
    attestation !== undefined && describeAttestation(attestation),
    difference !== undefined && html`<p><small>Unlike the source</small> ${printableProse(difference)}</p>`,
    mapped.length > 0 && html`<p><small>Maps to</small> ${join(mapped, '; ')}</p>`,
  ];
}

const MAX_REASON = 1000;
