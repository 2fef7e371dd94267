import type { SourceDescription } from '../block-source.ts';

/** `xz -6`, `zstd -19`: a scan has room for some of them. */
const WINDOW_LIMIT = 8 * 1024 * 1024;

/** Whether each decoder of the disk keeps so much of what it inflated that a scan has room for one only. */
export function hasLargeWindow(description: SourceDescription): boolean {
  if (description.kind === 'xz-points') return isLargeWindow(description.index.index.windowSize);
  return (description.kind === 'xz' || description.kind === 'zstd') && isLargeWindow(description.index.windowSize);
}

export function isLargeWindow(size: number): boolean {
  return size > WINDOW_LIMIT;
}
