import type { Unreadable } from '@staticfire/facts';
import { type BlockSource, readBytes } from '@staticfire/read/block-source';
import { UnsupportedError } from '@staticfire/read/bytes';
import { openFileContent, walk, withFileOffsets } from '@staticfire/read/filesystem';
import { type EmbeddedCertificate, isPe, readPe, readSignatureCertificates, readVendorTrust } from '@staticfire/read/formats/pe';
import { readCertificate } from '@staticfire/read/formats/x509';
import { fileKind } from '../boot-files/file-kind.ts';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { type BootCertificates, bootCertificates } from './boot-certificates.schema.ts';

type Certificate = Exclude<BootCertificates['certificates'][number], Unreadable>;
type Place = Pick<Certificate, 'partition' | 'path' | 'place'>;

const MAX_LISTED = 500;
const MAX_FILES = 1000;
const MAX_FILE = 64 * 1024;

export const collectBootCertificates = defineBankCollector({
  fact: bootCertificates,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): BootCertificates | undefined {
    if (partition('BOOT') === undefined && partition('EFI') === undefined) return undefined;
    const certificates = new BoundedList<Certificate>(MAX_LISTED, 'certificates on the ESP and BOOT');
    for (const role of ['EFI', 'BOOT'] as const) certificates.attempt(() => listFrom(role, { bank, partition, fileSystem }, certificates, sources));
    return { certificates: certificates.elements };
  },
});

/** Adds to `found` file by file, so that what was read before damage is kept; returns nothing more. */
function listFrom(
  partition: 'EFI' | 'BOOT',
  evidence: Pick<BankEvidence, 'bank' | 'partition' | 'fileSystem'>,
  found: BoundedList<Certificate>,
  sources: SourceLog,
): readonly Certificate[] {
  const fs = evidence.fileSystem(partition);
  if (fs === undefined) return [];
  sources.add({ bank: evidence.bank, partition, offset: 0, length: evidence.partition(partition)!.source.length });
  let files = 0;
  for (const { path, stat, error } of walk(fs)) {
    if (error !== undefined) found.addError(error);
    if (stat?.type !== 'file') continue;
    if (++files > MAX_FILES)
      throw new UnsupportedError({ structure: partition, message: `more than ${MAX_FILES} files; certificates in the rest are not read` });
    found.attempt(() => withFileOffsets(path, () => inFile({ partition, path }, openFileContent(fs, path)!, found)));
  }
  return [];
}

function inFile(file: Pick<Place, 'partition' | 'path'>, content: BlockSource, found: BoundedList<Certificate>): readonly Certificate[] {
  if (fileKind(file.partition, file.path, 'file') === 'enrolment-certificate') {
    const bytes = readBytes(content, 0, Math.min(content.length, MAX_FILE + 1));
    return [describe({ ...file, place: 'enrolment' }, { bytes, offset: content.origin })];
  }
  if (!isPe(content)) return [];
  const pe = readPe(content);
  const vendor = attemptElements(() => readVendorTrust(pe)?.authorized ?? []).flatMap((each) =>
    '$unreadable' in each ? [each] : each.kind === 'certificate' ? attemptElements(() => [describe({ ...file, place: 'vendor-certificate' }, each)]) : [],
  );
  const signers = pe.certificates.flatMap((entry) =>
    attemptElements(() => readSignatureCertificates(pe, entry)).flatMap((each) =>
      '$unreadable' in each ? [each] : attemptElements(() => [describe({ ...file, place: 'signature' }, each)]),
    ),
  );
  for (const each of [...vendor, ...signers]) found.add(each);
  return [];
}

function describe(place: Place, { bytes, offset }: EmbeddedCertificate): Certificate {
  return { ...place, ...readCertificate(bytes, offset) };
}
