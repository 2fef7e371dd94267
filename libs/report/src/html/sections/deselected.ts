import { html } from '../markup.ts';
import { code, name, table } from '../parts.ts';
import type { Section } from '../section.ts';

export const deselectedSection: Section = {
  id: 'deselected',
  title: 'Left out by tailoring',
  isThere: ({ result }) => result.deselected.length > 0,
  pieces: ({ result: { deselected } }) => [
    html`<p>${deselected.length} of the packs' rules and controls, left out by the user's tailoring. They were not judged, so this is not a pass.</p>`,
    table({
      caption: 'What is left out, and why',
      columns: ['Id', 'Kind', 'Title', 'Reason'],
      rows: deselected.map(({ kind, id, title, reason }) => [code(id), kind, name(title), name(reason, MAX_REASON)]),
    }),
  ],
};

const MAX_REASON = 1000;
