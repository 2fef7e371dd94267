import type { SourceDescription } from '../block-source.ts';

/** To enter a stream anew for a range costs about as much as to read the range. */
const SPAN_LIMIT = 16 * 1024 * 1024;

/** Whether the disk is cheap to read only from its start to its end, because the places where it can be entered lie far apart: its ranges are not to be spread over threads. */
export function goesForward(description: SourceDescription): boolean {
  if (description.kind === 'lz4-stream') return true;
  if (description.kind !== 'xz' && description.kind !== 'xz-points' && description.kind !== 'zstd') return false;
  const { starts } = description.index;
  return starts.some((start, number) => number > 0 && start - starts[number - 1]! > SPAN_LIMIT);
}
