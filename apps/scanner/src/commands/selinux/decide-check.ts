import {
  type AssertionData,
  decideAssertion,
  describeUndecided,
  type SelinuxPolicy,
  type Undecided,
  type Violation,
} from '@staticfire/analyze/selinux/assertions';
import type { NamedCheck } from './check-file.ts';

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

export async function decideCheck(policy: SelinuxPolicy, { name, description, disabled, assertion }: NamedCheck, data: AssertionData): Promise<CheckResult> {
  const told = { name, ...(description === undefined ? {} : { description }) };
  if (disabled !== undefined) return { ...told, verdict: 'disabled', reason: disabled };
  try {
    const { holds, violations, total } = decideAssertion(policy, assertion, data);
    return holds ? { ...told, verdict: 'pass' } : { ...told, verdict: 'fail', violations, total };
  } catch (error) {
    const undecided = describeUndecided(error);
    if (undecided === undefined) throw error;
    return { ...told, verdict: 'unknown', reason: await reasonText(undecided) };
  }
}

async function reasonText({ reason, unknown }: Undecided): Promise<string> {
  if (unknown === undefined) return reason;
  const { nearestWord } = await import('@staticfire/evaluate/packs');
  const nearest = nearestWord(unknown.name, unknown.candidates);
  return `${reason}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`;
}
