import { ReadError, type ReadErrorDetail, type ReadErrorKind, reviveReadError } from '../../bytes/index.ts';

/** What a worker posts back: its result, or a reader's error as plain data. Any other error is left to the thread pool. */
export type WorkerOutcome<T> = { readonly value: T } | { readonly kind: ReadErrorKind; readonly detail: ReadErrorDetail };

export function toOutcome<T>(work: () => T): WorkerOutcome<T> {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { cause: _, ...detail } = error.detail;
    return { kind: error.kind, detail };
  }
}

export function fromOutcome<T>(outcome: WorkerOutcome<T>): T {
  if ('value' in outcome) return outcome.value;
  throw reviveReadError(outcome.kind, outcome.detail);
}
