import type { CoveredFact } from '@staticfire/findings';
import { printable, printableProse } from '../../printable.ts';
import { plural } from '../../terminal/page.ts';
import { stackedBar } from '../charts/stacked-bar.ts';
import { type Content, html, type Markup } from '../markup.ts';
import { code, name, table } from '../parts.ts';
import type { Section } from '../section.ts';

/** What could not be read stands first. */
const ORDER = ['unreadable', 'partial', 'absent', 'present'] as const satisfies readonly CoveredFact['state'][];
const WORDS: Readonly<Record<CoveredFact['state'], string>> = {
  unreadable: 'Unreadable',
  partial: 'Read in part',
  absent: 'Not in the image',
  present: 'Read',
};

export const coverageSection: Section = {
  id: 'coverage',
  title: 'Coverage',
  pieces: ({ result: { coverage } }) => [
    html`<p>${plural(coverage.facts.length, 'fact')} asked of the image. Silence is no pass: what could not be read leaves the rules that need it unknown.</p>`,
    bar(coverage.facts),
    html`<h3>What was not looked at</h3>${limits(coverage.limits)}`,
    problems(coverage.facts),
    everyFact(coverage.facts),
  ],
};

function bar(facts: readonly CoveredFact[]): Content {
  const segments = ORDER.map((state) => ({ kind: `fact-${state}`, label: WORDS[state], count: facts.filter((fact) => fact.state === state).length }));
  return facts.length > 0 && stackedBar({ title: 'Facts by state', segments: [...segments].reverse() });
}

function limits(sentences: readonly string[]): Markup {
  if (sentences.length === 0) return html`<p>This result names no limits.</p>`;
  return html`<ul class="limits">${sentences.map((sentence) => html`<li>${printableProse(sentence)}</li>`)}</ul>`;
}

function problems(facts: readonly CoveredFact[]): Content {
  const open = ORDER.slice(0, 2).flatMap((state) => facts.filter((fact) => fact.state === state));
  if (open.length === 0) return undefined;
  return html`<h3>What could not be read</h3>${table({
    caption: 'Facts that could not be read, or not whole, and why',
    columns: ['Fact', 'Bank', 'State', 'Why'],
    rows: open.map((fact) => [code(fact.name), fact.bank ?? '', stateOf(fact), name(fact.problem ?? '', MAX_PROBLEM)]),
  })}`;
}

function stateOf({ state, unreadableElements }: CoveredFact): Markup {
  const elements = unreadableElements === undefined ? '' : `, ${plural(unreadableElements, 'element')} unreadable`;
  return html`<span class="st st-fact-${state}">${WORDS[state]}</span>${elements}`;
}

function everyFact(facts: readonly CoveredFact[]): Content {
  if (facts.length === 0) return undefined;
  return html`<details class="more"><summary>Every fact (${facts.length})</summary>${table({
    caption: 'Every fact that was asked for',
    columns: ['Fact', 'Bank', 'What it holds', 'State'],
    rows: facts.map((fact) => [html`<code>${printable(fact.name)}</code>`, fact.bank ?? '', printableProse(fact.summary), stateOf(fact)]),
  })}</details>`;
}

const MAX_PROBLEM = 1000;
