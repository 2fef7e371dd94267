import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_SUMMARY } from '@staticfire/report';

/**
 * Bytes that GitHub still takes when `path` is the summary of this step of a job, which several programs write to, one after the other;
 * undefined when it is not, or not there yet.
 */
export function stepSummaryRoom(path: string, environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const summary = environment['GITHUB_STEP_SUMMARY'] ?? '';
  if (summary === '' || resolve(summary) !== resolve(path)) return undefined;
  const status = statSync(path, { throwIfNoEntry: false });
  // One byte for the blank line between.
  return status?.isFile() ? Math.max(0, MAX_SUMMARY - status.size - 1) : undefined;
}
