import type { Content } from './markup.ts';
import type { View } from './view.ts';

/** A part of the page below an `h2`. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** False: there is nothing to tell, and the section is left out. */
  readonly isThere?: (view: View) => boolean;
  /** In pieces, so that a long section is never one text. */
  readonly pieces: (view: View) => Iterable<Content>;
}
