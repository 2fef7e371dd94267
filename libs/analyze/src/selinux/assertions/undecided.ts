import { ReadError } from '@staticfire/read/bytes';
import { InvalidContextError } from '../contexts/index.ts';
import { UnknownSymbolError } from '../rule-query.ts';
import { EmptyAssertionError, MissingDataError, MissingEvidenceError } from './assertion-errors.ts';

/** Why an assertion could not be decided. */
export interface Undecided {
  readonly reason: string;
  /** `evidence`: what it is about is damaged, unsupported or over a limit, or the policy lacks what it names; `assertion`: it says nothing. */
  readonly cause: 'evidence' | 'assertion';
  /** A name that the policy does not have, and those of its kind that it has. */
  readonly unknown?: { readonly name: string; readonly candidates: readonly string[] };
}

/** What an error of `decideAssertion` or of reading its evidence says; undefined for any other error. */
export function describeUndecided(error: unknown): Undecided | undefined {
  if (error instanceof ReadError || error instanceof MissingEvidenceError || error instanceof InvalidContextError)
    return { reason: error.message, cause: 'evidence' };
  if (error instanceof UnknownSymbolError) return { reason: error.message, cause: 'evidence', unknown: { name: error.symbol, candidates: error.candidates } };
  const ownErrors = [EmptyAssertionError, MissingDataError];
  return ownErrors.some((kind) => error instanceof kind) ? { reason: (error as Error).message, cause: 'assertion' } : undefined;
}
