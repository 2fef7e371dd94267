import { decodeAttributeBits } from './attribute-bits.ts';
import { type Bank, type Role, XBOOTLDR } from './partition-role.ts';

interface BootCandidate {
  readonly role: Role;
  readonly bank?: Bank;
  readonly typeGuid: string;
  readonly attributes: bigint;
}

/**
 * The bank that boots. With GRUB it is gptprio's choice: among BOOT partitions with a priority that have tries left or were
 * successful the one with the highest priority, the first in the table when equal. Without BOOT partitions for GRUB nothing is chosen at
 * boot: the bank of the only ROOT. None → undefined: the disk does not boot, or from a third BOOT partition that is no bank's.
 */
export function chooseBootBank(partitions: readonly BootCandidate[]): Bank | undefined {
  const boots = partitions.filter(({ role, typeGuid }) => role === 'BOOT' && typeGuid !== XBOOTLDR);
  if (boots.length > 0) return highestPriority(boots);
  const roots = partitions.filter(({ role }) => role === 'ROOT');
  return roots.length === 1 ? roots[0]!.bank : undefined;
}

function highestPriority(boots: readonly BootCandidate[]): Bank | undefined {
  let best: { bank: Bank | undefined; priority: number } | undefined;
  for (const { bank, attributes } of boots) {
    const { priority, triesLeft, successful } = decodeAttributeBits(attributes);
    if (priority === 0 || (triesLeft === 0 && !successful)) continue;
    if (best === undefined || priority > best.priority) best = { bank, priority };
  }
  return best?.bank;
}
