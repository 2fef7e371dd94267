import type { Unreadable } from '@staticfire/facts';
import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import { LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { openFileContent, walk, withFileOffsets } from '@staticfire/read/filesystem';
import { isPe, type PeImage, readPe, readVendorTrust } from '@staticfire/read/formats/pe';
import { fileKind } from '../boot-files/file-kind.ts';
import type { SourceLog } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { ReadBudget } from '../runner/read-budget.ts';
import { toFailure } from '../runner/to-failure.ts';

export interface BootPlace {
  readonly partition: 'EFI' | 'BOOT';
  readonly path: string;
}

/** A file, opened. */
export interface BootFile extends BootPlace {
  readonly content: BlockSource;
}

export interface BootProgram extends BootPlace {
  readonly pe: PeImage;
}

/** Who may vouch for a signature, or refuse it. */
export interface BootAnchor extends BootPlace {
  readonly place: 'vendor-certificate' | 'vendor-hash' | 'enrolment' | 'refused-certificate' | 'refused-hash';
  /** DER, or the hash of a program. */
  readonly bytes: Uint8Array;
}

/** What the ESP and BOOT hold; what cannot be read stands in place of it. */
export interface BootPrograms {
  readonly files: readonly (BootFile | Unreadable)[];
  /** Bytes of both filesystems. */
  readonly length: number;
  readonly programs: readonly (BootProgram | Unreadable)[];
  readonly anchors: readonly (BootAnchor | Unreadable)[];
}

type Evidence = Pick<BankEvidence, 'bank' | 'partition' | 'fileSystem'>;

const ROLES = ['EFI', 'BOOT'] as const;
const MAX_FILES = 1000;
const MAX_CERTIFICATES = 128;
const MAX_CERTIFICATE = 64 * 1024;

/** Every file on the ESP and BOOT, the programs among them, and whom shims and files for enrolment name. */
export function findBootPrograms(evidence: Evidence, sources: SourceLog): BootPrograms {
  const files = ROLES.flatMap((role) => filesOf(role, evidence, sources));
  const programs = files.flatMap((each) => ('content' in each ? attemptElements(() => withFileOffsets(each.path, () => programsIn(each))) : [each]));
  const anchors = [
    ...files.flatMap((each) => ('content' in each ? attemptElements(() => enrolmentAnchors(each)) : [])),
    ...programs.flatMap((each) => ('pe' in each ? attemptElements(() => withFileOffsets(each.path, () => shimAnchors(each))) : [])),
  ];
  const length = ROLES.reduce((sum, role) => sum + (evidence.partition(role)?.source.length ?? 0), 0);
  return { files, length, programs, anchors: atMost(anchors) };
}

/** Each is held against each signature. */
function atMost(anchors: readonly (BootAnchor | Unreadable)[]): readonly (BootAnchor | Unreadable)[] {
  let left = MAX_CERTIFICATES;
  const kept = anchors.filter((each) => '$unreadable' in each || each.place.endsWith('hash') || left-- > 0);
  if (left >= 0) return kept;
  const error = new LimitError({ structure: 'certificates', message: `more than ${MAX_CERTIFICATES} that shims and files for enrolment name` });
  return [...kept, { $unreadable: toFailure(error) }];
}

function filesOf(role: 'EFI' | 'BOOT', evidence: Evidence, sources: SourceLog): readonly (BootFile | Unreadable)[] {
  const found: (BootFile | Unreadable)[] = [];
  const end = attemptElements<BootFile>(() => {
    addFiles(role, evidence, sources, found);
    return [];
  });
  return [...found, ...end];
}

/** Adds to `found` one by one, so that what was read before damage is kept. */
function addFiles(partition: 'EFI' | 'BOOT', evidence: Evidence, sources: SourceLog, found: (BootFile | Unreadable)[]): void {
  const fs = evidence.fileSystem(partition);
  if (fs === undefined) return;
  sources.add({ bank: evidence.bank, partition, offset: 0, length: evidence.partition(partition)!.source.length });
  const budget = new ReadBudget(fs.info.length);
  let files = 0;
  for (const { path, stat, error } of walk(fs)) {
    if (error !== undefined) found.push({ $unreadable: toFailure(error) });
    if (stat?.type !== 'file') continue;
    if (++files > MAX_FILES) throw new UnsupportedError({ structure: partition, message: `more than ${MAX_FILES} files; signatures of the rest are not read` });
    found.push(
      ...attemptElements(() => {
        budget.spend(stat.size, path);
        return [{ partition, path, content: openFileContent(fs, path)! }];
      }),
    );
  }
}

function programsIn({ partition, path, content }: BootFile): readonly BootProgram[] {
  return isPe(content) ? [{ partition, path, pe: readPe(content) }] : [];
}

function enrolmentAnchors({ partition, path, content }: BootFile): readonly BootAnchor[] {
  if (fileKind(partition, path, 'file') !== 'enrolment-certificate') return [];
  return [{ partition, path, place: 'enrolment', bytes: readBytes(content, 0, Math.min(content.length, MAX_CERTIFICATE + 1)) }];
}

function shimAnchors({ partition, path, pe }: BootProgram): readonly BootAnchor[] {
  const trust = readVendorTrust(pe);
  const places = { certificate: ['vendor-certificate', 'refused-certificate'], sha256: ['vendor-hash', 'refused-hash'] } as const;
  return [trust?.authorized ?? [], trust?.deauthorized ?? []].flatMap((entries, list) =>
    entries.flatMap(({ kind, bytes }) => (kind === 'other' ? [] : [{ partition, path, place: places[kind][list]!, bytes }])),
  );
}
