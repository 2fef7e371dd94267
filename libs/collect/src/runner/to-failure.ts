import type { Failure } from '@staticfire/facts';
import type { ReadError } from '@staticfire/read/bytes';

/** A reader's error as data. */
export function toFailure(error: ReadError): Failure {
  const { structure, field, offset } = error.detail;
  return {
    kind: error.kind,
    message: error.message,
    structure,
    ...(field === undefined ? {} : { field }),
    ...(offset === undefined ? {} : { offset }),
  };
}
