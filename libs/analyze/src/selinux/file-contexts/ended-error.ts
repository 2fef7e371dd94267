import { LimitError } from '@staticfire/read/bytes';
import type { PlacedSpec } from './file-context-tables.ts';

/** Why lookups ended before they were done, and the index of the spec that was tried then; undefined before the first. */
export interface LookupEnding {
  readonly reason: string;
  readonly spec: number | undefined;
}

/** The same as an error that names file and line. */
export function endedError({ reason, spec }: LookupEnding, placed: readonly PlacedSpec[]): LimitError {
  const at = spec === undefined ? undefined : placed[spec];
  if (at === undefined) return new LimitError({ structure: placed[0]?.file ?? 'file contexts', message: reason });
  return new LimitError({ structure: at.file, field: `line ${at.spec.line}`, message: `the expression could not be matched: ${reason}` });
}
