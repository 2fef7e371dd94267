import { type OpenedPolicy, openPolicy, whileReading } from '@staticfire/scan/selinux';
import { UsageError } from '../../failure.ts';
import type { PolicyOptions } from './policy-options.ts';
import { toUsageError } from './usage-error.ts';

/** Opens a policy and asks it. A name that it does not have is a UsageError that tells the nearest one. */
export async function askPolicy<T>(path: string, options: PolicyOptions, ask: (opened: OpenedPolicy) => T): Promise<T> {
  const opened = await openNamed(path, options);
  try {
    return await whileReading(path, () => ask(opened));
  } catch (error) {
    throw await toUsageError(error, opened.policy);
  }
}

/** A bank is a part of an image: with a policy it is a UsageError. */
export async function openNamed(path: string, { bank }: PolicyOptions): Promise<OpenedPolicy> {
  const opened = await openPolicy(path, bank);
  if (bank !== undefined && opened.place.bank === undefined) throw new UsageError(`${path} is a policy, which has no banks; leave --bank out`);
  return opened;
}
