import type { FileContextType } from '@staticfire/read/formats/file-contexts';
import { NO_SPEC } from './file-context-matcher.ts';
import type { PlacedSpec } from './file-context-tables.ts';

export interface LabelLookup {
  /** Absolute, as `decodeFileName` gives it. */
  readonly path: string;
  /** Absent: unknown, every spec's type fits. */
  readonly type?: FileContextType;
}

/** What a table says about a path, and the spec that decided. */
export type LabelAnswer =
  | { readonly kind: 'context'; readonly context: string; readonly file: string; readonly line: number }
  /** `<<none>>`. */
  | { readonly kind: 'none'; readonly file: string; readonly line: number }
  | { readonly kind: 'no-match' };

const NO_MATCH: LabelAnswer = { kind: 'no-match' };

/** The answer for what `FileContextMatcher.find` gave. */
export function answerOf(index: number, placed: readonly PlacedSpec[]): LabelAnswer {
  if (index === NO_SPEC) return NO_MATCH;
  const { file, spec } = placed[index]!;
  return spec.context === undefined ? { kind: 'none', file, line: spec.line } : { kind: 'context', context: spec.context, file, line: spec.line };
}
