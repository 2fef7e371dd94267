import { UnknownSymbolError } from '@staticfire/analyze/selinux';
import { type AssertionData, type AssertionKind, decideAssertion, MissingDataError, type Violation } from '@staticfire/analyze/selinux/assertions';
import type { CheckedPolicy, ImageData, SelinuxPolicy } from '@staticfire/scan/selinux';
import type { NamedCheck } from './check-file.ts';
import { describeUnknownSymbol } from './usage-error.ts';

/** Without rules when it is to be brief. */
export type ToldViolation = Omit<Violation, 'rules'> & Partial<Pick<Violation, 'rules'>>;

/** What came out of one check. */
export interface CheckResult {
  readonly name: string;
  readonly description?: string;
  readonly verdict: 'pass' | 'fail' | 'unknown' | 'disabled';
  /** Of a check that fails: the first of them. */
  readonly violations?: readonly ToldViolation[];
  /** Of all of them. */
  readonly total?: number;
  /** Of one that is unknown or disabled. */
  readonly reason?: string;
}

/** Kinds of assertions that need something of an image. */
export const IMAGE_DATA: Readonly<Partial<Record<AssertionKind, ImageData>>> = {
  labels: 'labels',
  file_label: 'executables',
  neverallows_hold: 'neverallows',
};

/** Why an assertion cannot be decided; other errors are none of its own. */
const UNDECIDED = ['InvalidContextError', 'EmptyAssertionError', 'IncompleteDataError', 'LimitError'];

export function decideChecks(checked: CheckedPolicy, checks: readonly NamedCheck[], data: AssertionData): Promise<CheckResult[]> {
  return Promise.all(checks.map((check) => decideCheck(checked, check, data)));
}

async function decideCheck({ policy, failures }: CheckedPolicy, check: NamedCheck, data: AssertionData): Promise<CheckResult> {
  const { name, description, disabled, assertion } = check;
  const told = { name, ...(description === undefined ? {} : { description }) };
  if (disabled !== undefined) return { ...told, verdict: 'disabled', reason: disabled };
  try {
    const { holds, violations, total } = decideAssertion(policy, assertion, data);
    return holds ? { ...told, verdict: 'pass' } : { ...told, verdict: 'fail', violations, total };
  } catch (error) {
    const needed = IMAGE_DATA[assertion.assert];
    const failure = error instanceof MissingDataError && needed !== undefined ? failures[needed] : undefined;
    return { ...told, verdict: 'unknown', reason: failure ?? (await reasonOf(error, policy)) };
  }
}

async function reasonOf(error: unknown, policy: SelinuxPolicy): Promise<string> {
  if (error instanceof UnknownSymbolError) return describeUnknownSymbol(error, policy);
  if (error instanceof MissingDataError || (error instanceof Error && UNDECIDED.includes(error.name))) return error.message;
  throw error;
}
