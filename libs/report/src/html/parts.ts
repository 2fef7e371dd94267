import type { ControlStatus, Severity } from '@staticfire/findings';
import { printable } from '../printable.ts';
import { plural } from '../terminal/page.ts';
import { type Content, html, type Markup } from './markup.ts';
import type { State } from './states.ts';
import type { RuleView } from './view.ts';

const MAX_NAME = 300;

export function severityBadge(severity: Severity): Markup {
  return html`<span class="sev sev-${severity}">${severity}</span>`;
}

export function stateBadge(state: State | ControlStatus): Markup {
  return html`<span class="st st-${state}">${state}</span>`;
}

/** Text from the image or from whoever wrote pack, waiver or attestation. */
export function name(text: string, maxLength = MAX_NAME): Markup {
  return html`<bdi>${printable(text, maxLength)}</bdi>`;
}

export function code(text: string, maxLength = MAX_NAME): Markup {
  return html`<code>${printable(text, maxLength)}</code>`;
}

/** A digest or GUID: breaks anywhere, one click selects it. */
export function digest(text: string): Markup {
  return html`<code class="digest">${printable(text)}</code>`;
}

export function definitions(rows: readonly (readonly [term: string, description: Content] | undefined)[]): Markup {
  const written = rows.filter((row) => row !== undefined);
  return html`<dl class="facts">${written.map(([term, description]) => html`<div><dt>${term}</dt><dd>${description}</dd></div>`)}</dl>`;
}

export interface TableText {
  readonly caption: string;
  readonly columns: readonly (string | Markup)[];
  /** Cells of each row; the first one is its header. */
  readonly rows: readonly (readonly Content[])[];
  /** Id of each row. */
  readonly ids?: readonly string[];
  readonly kind?: string;
}

/** By number of columns; a narrower screen scrolls the table's box. */
const WIDTHS = ['', '', 'two', 'three', 'wide'] as const;

/** A table in a box of its own that scrolls where it is too wide, also by keyboard. */
export function table({ caption, columns, rows, ids, kind }: TableText): Markup {
  const heads = columns.map((column) => html`<th scope="col">${column}</th>`);
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="${kind ?? WIDTHS[Math.min(columns.length, WIDTHS.length - 1)]}"><caption>${caption}</caption><thead><tr>${heads}</tr></thead><tbody>
${rows.map((cells, index) => row(cells, ids?.[index]))}</tbody></table></div>`;
}

function row([head, ...cells]: readonly Content[], id: string | undefined): Markup {
  return html`<tr${id === undefined ? '' : html` id="${id}"`}><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

export function ruleLink(view: RuleView | undefined, id: string): Markup {
  return view === undefined ? code(id) : html`<a href="#${view.anchor}"><code>${printable(id)}</code></a>`;
}

/** `warn`: the reader has to know; `cut`: the page does not show all. */
export function notice(kind: 'cut' | 'warn', text: Content, details?: Markup): Markup {
  return html`<div class="notice ${kind}"><p>${text}</p>${details}</div>`;
}

export function leftOut(count: number, noun: string): Markup | undefined {
  return count <= 0 ? undefined : notice('cut', `${plural(count, noun)} more ${count === 1 ? 'is' : 'are'} not shown here; the JSON report has all.`);
}
