import { coordinate, groupDigits } from '../figures.ts';
import { html, type Markup } from '../markup.ts';

export interface BarText {
  readonly title: string;
  readonly segments: readonly BarSegment[];
}

export interface BarSegment {
  /** Names its colour and shape in the style sheet. */
  readonly kind: string;
  readonly label: string;
  readonly count: number;
}

const WIDTH = 1000;
/** So that one in a thousand is still seen. */
const MIN_WIDTH = 8;

/** A bar of parts to scale, and a legend that says the same in words. */
export function stackedBar(text: BarText): Markup {
  const legend = text.segments.map(
    ({ kind, label, count }) => html`<li class="key-${kind}${count === 0 ? ' zero' : ''}"><b>${groupDigits(count)}</b> ${label}</li>`,
  );
  return html`<figure class="stack">${bar(text)}<figcaption><ul class="legend">${legend}</ul></figcaption></figure>`;
}

/** The bar alone, as wide as the greatest count of its kind (`most`) asks for. */
export function bar({ title, segments }: BarText, most?: number): Markup {
  const total = segments.reduce((sum, { count }) => sum + count, 0);
  const tally = segments.map(({ label, count }) => `${label} ${groupDigits(count)}`).join(', ');
  const full = most === undefined || most === 0 ? WIDTH : (WIDTH * total) / most;
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" role="img"><title>${title}</title><desc>${tally}</desc>${drawn(segments, total, full)}</svg>`;
}

function drawn(segments: readonly BarSegment[], total: number, full: number): Markup {
  if (total === 0) return html`<rect class="fill-none" width="${WIDTH}" height="20"/>`;
  const present = segments.filter(({ count }) => count > 0);
  const wide = present.map(({ count }) => Math.max(MIN_WIDTH, (count / total) * full));
  const scale = Math.max(full, MIN_WIDTH * present.length) / wide.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const rects = present.map(({ kind, label, count }, index) => {
    const width = (wide[index] ?? 0) * scale;
    const rect = html`<rect class="fill-${kind}" x="${coordinate(x)}" width="${coordinate(Math.max(width - GAP, 1))}" height="20"><title>${label}: ${groupDigits(count)}</title></rect>`;
    x += width;
    return rect;
  });
  return html`${rects}`;
}

const GAP = 3;
