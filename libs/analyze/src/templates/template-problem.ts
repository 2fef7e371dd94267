import { ReadError, type ReadErrorKind } from '@staticfire/read/bytes';

/** Why a file that is rendered is not known, as data. */
export interface TemplateProblem {
  readonly kind: ReadErrorKind;
  readonly structure: string;
  readonly field?: string;
  readonly message: string;
}

/** What `work` returns, or the problem that it ends with. */
export function attemptRendering<T>(work: () => T): { readonly value: T } | { readonly problem: TemplateProblem } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const { structure, field } = error.detail;
    return { problem: { kind: error.kind, structure, ...(field === undefined ? {} : { field }), message: error.message } };
  }
}
