import { FormatError, LimitError, type ReadError, type ReadErrorDetail, type ReadErrorKind, UnsupportedError } from './read-error.ts';

const CLASSES = { format: FormatError, unsupported: UnsupportedError, limit: LimitError } as const;

/** A ReadError again, after kind and detail crossed a thread border as plain data. */
export function reviveReadError(kind: ReadErrorKind, detail: ReadErrorDetail): ReadError {
  return new CLASSES[kind](detail);
}
