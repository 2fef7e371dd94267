import { decodeAttributeBits } from './attribute-bits.ts';
import type { Bank } from './partition-role.ts';

/**
 * The bank that GRUB's gptprio would boot: among BOOT partitions with a priority that have tries left or were
 * successful the one with the highest priority, bank A when equal. None → undefined: the disk does not boot.
 */
export function chooseBootBank(boots: readonly { readonly bank?: Bank; readonly attributes: bigint }[]): Bank | undefined {
  let best: { bank: Bank; priority: number } | undefined;
  for (const { bank, attributes } of boots) {
    const { priority, triesLeft, successful } = decodeAttributeBits(attributes);
    if (bank === undefined || priority === 0 || (triesLeft === 0 && !successful)) continue;
    if (best === undefined || priority > best.priority) best = { bank, priority };
  }
  return best?.bank;
}
