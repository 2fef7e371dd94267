import { type OpenedPolicy, openPolicy, whileReading } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import { planPolicyImage } from './plan-policy-image.ts';
import type { PolicyOptions } from './policy-options.ts';
import { toUsageError } from './usage-error.ts';

/** Opens a policy and asks it. A name that it does not have is a UsageError that tells the nearest one. */
export async function askPolicy<T>(path: string, options: PolicyOptions, ask: (opened: OpenedPolicy) => T): Promise<T> {
  const opened = await openPolicy(await planPolicyImage([path], options), options.bank);
  refuseBank([opened], options);
  try {
    return await whileReading(path, () => ask(opened));
  } catch (error) {
    throw await toUsageError(error, opened.policy);
  }
}

/** A bank is a part of an image: without one it is a UsageError. */
export function refuseBank(opened: readonly OpenedPolicy[], { bank }: PolicyOptions): void {
  if (bank === undefined || opened.some(({ place }) => place.bank !== undefined)) return;
  throw new UsageError(`${opened[0]!.place.path} is a policy, which has no banks; leave --bank out`);
}
