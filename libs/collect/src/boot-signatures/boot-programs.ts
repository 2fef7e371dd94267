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

export interface BootProgram extends BootPlace {
  readonly pe: PeImage;
}

/** Who may vouch for a signature, or refuse it. */
export interface BootAnchor extends BootPlace {
  readonly place: 'vendor-certificate' | 'vendor-hash' | 'enrolment' | 'refused-certificate' | 'refused-hash';
  /** DER, or the hash of a program. */
  readonly bytes: Uint8Array;
}

export interface BootPrograms {
  readonly programs: readonly (BootProgram | Unreadable)[];
  readonly anchors: readonly (BootAnchor | Unreadable)[];
}

type Evidence = Pick<BankEvidence, 'bank' | 'partition' | 'fileSystem'>;

const ROLES = ['EFI', 'BOOT'] as const;
const MAX_FILES = 1000;
const MAX_CERTIFICATES = 128;
const MAX_CERTIFICATE = 64 * 1024;

/** Every program on the ESP and BOOT, and whom shims and files for enrolment name; what cannot be read in place of it. */
export function findBootPrograms(evidence: Evidence, sources: SourceLog): BootPrograms {
  const programs: (BootProgram | Unreadable)[] = [];
  const anchors: (BootAnchor | Unreadable)[] = [];
  for (const file of ROLES.flatMap((role) => filesOf(role, evidence, sources))) {
    if ('$unreadable' in file) {
      programs.push(file);
      continue;
    }
    if (fileKind(file.partition, file.path, 'file') === 'enrolment-certificate') anchors.push(...attemptElements(() => [enrolmentAnchor(file)]));
    const found = attemptElements(() => withFileOffsets(file.path, () => programsIn(file)));
    programs.push(...found);
    for (const each of found) if ('pe' in each) anchors.push(...attemptElements(() => withFileOffsets(each.path, () => shimAnchors(each))));
  }
  return { programs, anchors: atMost(anchors) };
}

/** Each is held against each signature. */
function atMost(anchors: readonly (BootAnchor | Unreadable)[]): readonly (BootAnchor | Unreadable)[] {
  let left = MAX_CERTIFICATES;
  const kept = anchors.filter((each) => '$unreadable' in each || each.place.endsWith('hash') || left-- > 0);
  if (left >= 0) return kept;
  const error = new LimitError({ structure: 'certificates', message: `more than ${MAX_CERTIFICATES} that shims and files for enrolment name` });
  return [...kept, { $unreadable: toFailure(error) }];
}

interface OpenFile extends BootPlace {
  readonly content: BlockSource;
}

function filesOf(role: 'EFI' | 'BOOT', evidence: Evidence, sources: SourceLog): readonly (OpenFile | Unreadable)[] {
  const found: (OpenFile | Unreadable)[] = [];
  const end = attemptElements<OpenFile>(() => {
    addFiles(role, evidence, sources, found);
    return [];
  });
  return [...found, ...end];
}

/** Adds to `found` one by one, so that what was read before damage is kept. */
function addFiles(partition: 'EFI' | 'BOOT', evidence: Evidence, sources: SourceLog, found: (OpenFile | Unreadable)[]): void {
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

function programsIn({ partition, path, content }: OpenFile): readonly BootProgram[] {
  return isPe(content) ? [{ partition, path, pe: readPe(content) }] : [];
}

function enrolmentAnchor({ partition, path, content }: OpenFile): BootAnchor {
  return { partition, path, place: 'enrolment', bytes: readBytes(content, 0, Math.min(content.length, MAX_CERTIFICATE + 1)) };
}

function shimAnchors({ partition, path, pe }: BootProgram): readonly BootAnchor[] {
  const trust = readVendorTrust(pe);
  const places = { certificate: ['vendor-certificate', 'refused-certificate'], sha256: ['vendor-hash', 'refused-hash'] } as const;
  return [trust?.authorized ?? [], trust?.deauthorized ?? []].flatMap((entries, list) =>
    entries.flatMap(({ kind, bytes }) => (kind === 'other' ? [] : [{ partition, path, place: places[kind][list]!, bytes }])),
  );
}
