import type { ScanResult } from '@staticfire/findings';
import { frame } from './frame.ts';
import { html, write } from './markup.ts';
import type { Section } from './section.ts';
import { bytesSection, verifySection } from './sections/appendix.ts';
import { bootSection } from './sections/boot.ts';
import { controlsSection } from './sections/controls.ts';
import { coverageSection } from './sections/coverage.ts';
import { deselectedSection } from './sections/deselected.ts';
import { findingsSection, passesSection } from './sections/findings.ts';
import { identitySection } from './sections/identity.ts';
import { partitionsSection } from './sections/partitions.ts';
import { summarySection } from './sections/summary.ts';
import { verdictSection } from './sections/verdict.ts';
import { waiversSection } from './sections/waivers.ts';
import { type View, viewOf } from './view.ts';

/** In the order of the page; `bytes` lists what the sections before it cite. */
const sections: readonly Section[] = [
  verdictSection,
  summarySection,
  identitySection,
  partitionsSection,
  bootSection,
  findingsSection,
  controlsSection,
  waiversSection,
  deselectedSection,
  coverageSection,
  passesSection,
  bytesSection,
  verifySection,
];

/**
 * One file to hand to an auditor: it loads nothing, works without its script, and is the same bytes for the same result. In chunks, at
 * most a rule with its findings each.
 */
export function* renderHtml(result: ScanResult): Generator<string, void, undefined> {
  const view = viewOf(result);
  const there = sections.filter(({ isThere }) => isThere?.(view) ?? true);
  const [before, after] = frame(result, there);
  yield before;
  for (const section of there) yield* renderSection(view, section);
  yield after;
}

function* renderSection(view: View, { id, title, pieces }: Section): Generator<string> {
  yield html`
<section class="part" id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
`.text;
  for (const piece of pieces(view)) yield write(piece);
  yield '</section>';
}
