import type { Unreadable } from '@staticfire/facts';
import { type BlockSource, findDifference, memorySource, sliceSource } from '@staticfire/read/block-source';
import { LimitError, ReadError } from '@staticfire/read/bytes';
import { openFileContent } from '@staticfire/read/filesystem';
import { type Disk, findPartition, type Image, openFileSystem } from '@staticfire/read/image';
import { defineDiskCollector, type SourceLog } from '../collector.ts';
import type { ArtifactKind } from '../evidence/artifact-kinds.ts';
import type { BuildArtifact, BuildArtifacts } from '../evidence/build-artifacts.ts';
import { INVENTORY_PATH } from '../inventory/collect-inventory.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type ArtifactsAgreement, artifactsAgreement } from './artifacts-agreement.schema.ts';

type Artifact = Exclude<ArtifactsAgreement['artifacts'][number], Unreadable>;

/** Builds write bank A alone. */
const PARTITIONS: Readonly<Partial<Record<ArtifactKind, 'BOOT' | 'ROOT' | 'HASH'>>> = { boot: 'BOOT', root: 'ROOT', verity: 'HASH' };
/** A disk may be published in a form that is longer than its content, with zeros at its end. */
const MAX_DISK = 64 * 1024 ** 3;
const MAX_INVENTORY = 16 * 1024 * 1024;

export const collectArtifactsAgreement = defineDiskCollector({
  fact: artifactsAgreement,
  reads: ['image', 'artifacts'],
  async collect({ image, artifacts }, sources): Promise<ArtifactsAgreement | undefined> {
    const { disk } = image;
    if (artifacts === undefined || disk === undefined) return undefined;
    const rows: ArtifactsAgreement['artifacts'][number][] = [];
    // One after another: each of them may be unpacked into memory.
    for (const artifact of artifacts.files) rows.push(await attempt(artifact, () => compare(artifact, { ...image, disk }, artifacts.compare, sources)));
    return { artifacts: rows };
  },
});

async function attempt({ name }: BuildArtifact, work: () => Promise<Artifact>): Promise<Artifact | Unreadable> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return { $unreadable: { ...toFailure(error), message: `${name}: ${error.message}` } };
  }
}

async function compare(
  artifact: BuildArtifact,
  image: Image & { readonly disk: Disk },
  inThread: BuildArtifacts['compare'],
  sources: SourceLog,
): Promise<Artifact> {
  const { kind, name, suffix, isScanned } = artifact;
  const row = { name, suffix, kind };
  if (isScanned) return { ...row, agreement: 'scanned' };
  const counterpart = counterpartOf(kind, image, sources);
  if (counterpart === undefined) return { ...row, agreement: 'not-compared' };
  const { against } = counterpart;
  const offset = await artifact.read((own) => differenceOf(own, counterpart, kind === 'inventory' ? compareHere : inThread));
  return { ...row, agreement: offset === undefined ? 'equal' : 'differs', against, ...(offset === undefined ? {} : { offset }) };
}

/** What does not fit into its partition is not what the disk holds, whatever comes after: nobody reads that. */
async function differenceOf(own: BlockSource, { source, isWhole }: Counterpart, compareBoth: BuildArtifacts['compare']): Promise<number | undefined> {
  if (!isWhole && own.length > source.length) return (await compareBoth(sliceSource(own, 0, source.length), source)) ?? source.length;
  if (own.length <= MAX_DISK) return compareBoth(own, source);
  throw new LimitError({ structure: 'file', message: `a disk of more than ${MAX_DISK} bytes is not compared` });
}

interface Counterpart {
  readonly against: string;
  readonly source: BlockSource;
  /** No partition, which has a fixed length. */
  readonly isWhole: boolean;
}

/** What of the disk an artifact is a copy of. */
function counterpartOf(kind: ArtifactKind, image: Image & { readonly disk: Disk }, sources: SourceLog): Counterpart | undefined {
  if (kind === 'disk') return { against: 'DISK', source: image.disk.source, isWhole: true };
  if (kind === 'data-disk') return image.dataDisk && { against: 'data disk', source: image.dataDisk.source, isWhole: true };
  if (kind === 'inventory') return { against: `ROOT-A ${INVENTORY_PATH}`, source: inventoryOf(image), isWhole: true };
  const role = PARTITIONS[kind];
  if (role === undefined) return undefined;
  const source = findPartition(image, role, 'A')?.source ?? NOTHING;
  if (source !== NOTHING) sources.add({ bank: 'A', partition: role, offset: 0, length: source.length });
  return { against: `${role}-A`, source, isWhole: false };
}

const NOTHING = memorySource(new Uint8Array());

function inventoryOf(image: Image): BlockSource {
  const root = findPartition(image, 'ROOT', 'A');
  const fs = root === undefined ? undefined : openFileSystem(root.source);
  return (fs && openFileContent(fs, INVENTORY_PATH)) ?? NOTHING;
}

/** A file inside of a filesystem is none that a thread could open. */
async function compareHere(own: BlockSource, source: BlockSource): Promise<number | undefined> {
  if (own.length <= MAX_INVENTORY && source.length <= MAX_INVENTORY) return findDifference(own, source);
  throw new LimitError({ structure: 'file', message: `an inventory of more than ${MAX_INVENTORY} bytes` });
}
