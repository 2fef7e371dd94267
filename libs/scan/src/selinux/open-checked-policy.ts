import type { AssertionData } from '@staticfire/analyze/selinux/assertions';
import type { Bank } from '@staticfire/read/image';
import type { ScanInput } from '../input/scan-input.ts';
import { type OpenedPolicy, openPolicyAnd } from './open-policy.ts';

/** What does not come from an image. */
export type GivenData = Pick<AssertionData, 'classMaps' | 'baseline'>;

/** A policy that assertions are about. */
export interface CheckedPolicy extends OpenedPolicy {
  /** What is given, and what assertions look into of the image: what it does not have is undefined, what cannot be read throws when it is looked at. */
  readonly data: (given: GivenData) => AssertionData;
}

/** Opens as `openPolicy` does; of an image also the facts of these names are collected, which nobody asks for of a policy. Throws ImageError. */
export async function openCheckedPolicy(input: ScanInput, bank: Bank | undefined, facts: () => Promise<readonly string[]>): Promise<CheckedPolicy> {
  const [opened, data] = await openPolicyAnd(input, bank, async (root) => {
    const { collectEvidence } = await import('./collect-evidence.ts');
    return collectEvidence(root, await facts());
  });
  return { ...opened, data: data ?? ((given) => given) };
}
