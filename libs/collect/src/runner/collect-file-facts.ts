import type { Fact } from '@staticfire/facts';
import type { Bank, Image } from '@staticfire/read/image';
import { fileCollectors } from '../collectors.ts';
import { openBankEvidence } from '../evidence/bank-evidence.ts';
import { walkFiles } from './walk-files.ts';

/** Facts of one bank that come from a walk over its files, of those names that there are. */
export function collectFileFacts(image: Image, bank: Bank, names: readonly string[]): Promise<Fact[]> {
  const collectors = fileCollectors.filter(({ fact }) => names.includes(fact.name));
  return walkFiles(collectors, openBankEvidence(image, bank), () => {});
}
