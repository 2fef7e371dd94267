import type { DiskPartitions } from '@staticfire/collect/facts';
import { type BankName, banks, type FactsBody } from '@staticfire/facts';
import type { ImageText, PartitionText } from '@staticfire/findings';
import { bankText } from './bank-text.ts';
import { factOfBank } from './fact-of-bank.ts';

/** How the disk is parted, and for each bank that has content what proves it and how it starts. */
export function imageText(body: FactsBody): ImageText {
  return { ...diskText(body), banks: banksOf(body).map((bank) => bankText(body, bank)) };
}

function diskText(body: FactsBody): Omit<ImageText, 'banks'> {
  const fact = factOfBank<DiskPartitions>(body, 'disk.partitions', undefined);
  if (fact?.state !== 'present') return { partitions: [], unreadable: fact?.state === 'unreadable' ? fact.error.message : 'the facts hold no partition table' };
  const { diskLength, diskGuid, entries } = fact.value;
  return { diskLength, diskGuid, partitions: entries.map(partitionText) };
}

function partitionText({ index, role, bank, label, guid, typeGuid, offset, length }: DiskPartitions['entries'][number]): PartitionText {
  return { index, role, ...(bank === undefined ? {} : { bank }), label, guid, typeGuid, offset, length };
}

/** Facts are collected of banks that have content, and of no others. */
function banksOf({ facts }: FactsBody): readonly BankName[] {
  return banks.filter((bank) => facts.some((fact) => fact.bank === bank));
}
