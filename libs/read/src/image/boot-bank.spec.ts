import { describe, expect, it } from 'vitest';
import { chooseBootBank } from './boot-bank.ts';
import { type Bank, XBOOTLDR } from './partition-role.ts';

const GRUB_BOOT = '6b636168-7420-6568-2070-6c616e657421';

/** Bits 48 to 51 priority, 52 to 55 tries left, 56 successful. */
const bits = (priority: number, tries: number, successful: boolean) => (BigInt(priority) << 48n) | (BigInt(tries) << 52n) | (successful ? 1n << 56n : 0n);
const boot = (bank: Bank | undefined, priority: number, tries = 0, successful = true, typeGuid = GRUB_BOOT) => ({
  role: 'BOOT' as const,
  ...(bank === undefined ? {} : { bank }),
  typeGuid,
  attributes: bits(priority, tries, successful),
});
const root = (bank: Bank) => ({ role: 'ROOT' as const, bank, typeGuid: '', attributes: 0n });

describe('chooseBootBank', () => {
  it.each([
    ['the only bank', [boot('A', 1)], 'A'],
    ['the higher priority', [boot('A', 1), boot('B', 2)], 'B'],
    ['the higher priority in front', [boot('A', 15), boot('B', 14)], 'A'],
    ['the first one when equal', [boot('A', 2), boot('B', 2)], 'A'],
    ['tries left instead of success', [boot('A', 1), boot('B', 2, 1, false)], 'B'],
    ['success without tries left', [boot('A', 1), boot('B', 2, 0, true)], 'B'],
    ['not one that has neither', [boot('A', 1), boot('B', 2, 0, false)], 'A'],
    ['not one with priority 0, successful or not', [boot('A', 0, 3, true), boot('B', 1)], 'B'],
    ['nothing when no bank may boot', [boot('A', 0), boot('B', 3, 0, false)], undefined],
    ['nothing when a third partition, which is no bank’s, comes first', [boot('A', 1), boot('B', 2), boot(undefined, 3)], undefined],
    ['a bank when a third partition comes later', [boot('A', 1), boot('B', 2), boot(undefined, 1)], 'B'],
    ['GRUB’s choice also beside an XBOOTLDR partition', [boot('A', 1, 0, true, XBOOTLDR), boot('A', 0), boot('B', 1)], 'B'],
    ['GRUB’s choice and not the only ROOT', [boot('A', 0), root('A')], undefined],
    ['the bank of the only ROOT beside XBOOTLDR, whatever its bits', [boot('A', 0, 0, false, XBOOTLDR), root('A')], 'A'],
    ['the bank of the only ROOT without BOOT', [root('A')], 'A'],
    ['nothing of two ROOTs without BOOT', [root('A'), root('B')], undefined],
    ['nothing without partitions', [], undefined],
  ])('takes %s', (_, partitions, expected) => expect(chooseBootBank(partitions)).toBe(expected));
});
