import type { FactsBody } from '@staticfire/facts';
import type { Bank, Image } from '@staticfire/read/image';
import { bankCollectors, fileCollectors } from '../collectors.ts';
import { openBankEvidence } from '../evidence/bank-evidence.ts';
import { BlobList } from './blob-list.ts';
import { collectFact, type Gathered } from './collect-fact.ts';
import { ExcerptList } from './excerpt-list.ts';
import { walkFiles } from './walk-files.ts';

/** Those facts of one bank, with the files that they name; a name that no collector has is left out. */
export async function collectNamed(image: Image, bank: Bank, names: readonly string[]): Promise<FactsBody> {
  const gathered: Gathered = { excerpts: new ExcerptList(), blobs: new BlobList() };
  const evidence = openBankEvidence(image, bank);
  const collectors = bankCollectors.filter(({ fact }) => names.includes(fact.name));
  const facts = await Promise.all(collectors.map((collector) => collectFact(collector, evidence, { bank, ...gathered })));
  const fileFacts = await walkFiles(
    fileCollectors.filter(({ fact }) => names.includes(fact.name)),
    evidence,
    () => {},
  );
  const blobs = gathered.blobs.sorted(names, bank);
  return { judgedBank: bank, facts: [...facts, ...fileFacts], excerpts: gathered.excerpts.sorted(), ...(blobs === undefined ? {} : { blobs }) };
}
