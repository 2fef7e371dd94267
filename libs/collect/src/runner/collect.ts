import type { BankName, Fact, FactsBody } from '@staticfire/facts';
import type { Image } from '@staticfire/read/image';
import { collectedFacts } from '../collected-facts.ts';
import { bankCollectors, diskCollectors, fileCollectors } from '../collectors.ts';
import { type LeafHasherFactory, openBankEvidence } from '../evidence/bank-evidence.ts';
import type { BuildArtifacts } from '../evidence/build-artifacts.ts';
import { BlobList } from './blob-list.ts';
import { collectFact, type Gathered } from './collect-fact.ts';
import { ExcerptList } from './excerpt-list.ts';
import { type OnRead, walkFiles } from './walk-files.ts';

export interface CollectOptions {
  /** Hashes in worker threads; without it the calling thread does. */
  readonly leafHasher?: LeafHasherFactory;
  readonly onRead?: OnRead;
  /** The other files of the folder in which the disk was found. */
  readonly artifacts?: BuildArtifacts | undefined;
}

/** STAGE 2: every fact of the image that can be read from it, in the order of the registry, bank A before bank B. */
export async function collect(image: Image, options: CollectOptions = {}): Promise<FactsBody> {
  const gathered: Gathered = { excerpts: new ExcerptList(), blobs: new BlobList() };
  const disk = { image, artifacts: options.artifacts };
  // Threads compare artifacts while this one reads files.
  const diskFacts = Promise.all(diskCollectors.map((collector) => collectFact(collector, disk, gathered)));
  diskFacts.catch(() => {});
  const bankFacts: Fact[] = [];
  for (const bank of image.banks) {
    const evidence = openBankEvidence(image, bank, options.leafHasher);
    const [facts, fileFacts] = await Promise.all([
      Promise.all(bankCollectors.map((collector) => collectFact(collector, evidence, { bank, ...gathered }))),
      walkFiles(fileCollectors, evidence, options.onRead ?? (() => {})),
    ]);
    bankFacts.push(...facts, ...fileFacts);
  }
  const facts = [...(await diskFacts), ...bankFacts].sort(byRegistry);
  return { ...(image.bootBank === undefined ? {} : { judgedBank: image.bootBank }), facts, ...besideFacts(gathered, image.bootBank) };
}

function besideFacts({ excerpts, blobs }: Gathered, judgedBank: BankName | undefined): Pick<FactsBody, 'excerpts' | 'blobs'> {
  const kept = blobs.sorted([...order.keys()], judgedBank);
  return { excerpts: excerpts.sorted(), ...(kept === undefined ? {} : { blobs: kept }) };
}

const order = new Map(collectedFacts.map(({ name }, index) => [name, index]));

function byRegistry(a: Fact, b: Fact): number {
  const byBank = (a.bank ?? 'A') < (b.bank ?? 'A') ? -1 : 1;
  return order.get(a.name)! - order.get(b.name)! || byBank;
}
