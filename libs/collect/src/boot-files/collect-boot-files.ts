import type { Unreadable } from '@staticfire/facts';
import type { BlockSource } from '@staticfire/read/block-source';
import { reviveReadError, UnsupportedError } from '@staticfire/read/bytes';
import { type FileSystem, openFileContent, type WalkedFile, walk, withFileOffsets } from '@staticfire/read/filesystem';
import { readOpenPgpKeys } from '@staticfire/read/formats/openpgp';
import { hasOpenPgpKey, isPe, type PeImage, readKeySection, readPe, readVendorTrust } from '@staticfire/read/formats/pe';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { BoundedList } from '../evidence/bounded-list.ts';
import { digestOf } from '../evidence/digest-of.ts';
import { readPeSignatures } from '../evidence/read-pe-signatures.ts';
import { ReadBudget } from '../runner/read-budget.ts';
import { type BootFiles, bootFiles } from './boot-files.schema.ts';
import { fileKind } from './file-kind.ts';

type BootFile = Exclude<BootFiles['files'][number], { readonly $unreadable: unknown }>;

const MAX_LISTED = 1000;

export const collectBootFiles = defineBankCollector({
  fact: bootFiles,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): BootFiles | undefined {
    if (partition('BOOT') === undefined && partition('EFI') === undefined) return undefined;
    const files = new BoundedList<BootFile>(MAX_LISTED, 'files on the ESP and BOOT');
    for (const role of ['EFI', 'BOOT'] as const) files.attempt(() => listFiles(role, { bank, partition, fileSystem }, files, sources));
    return { signing: summarise(files.elements), files: files.elements };
  },
});

/** Adds to `files` one by one, so that what was read before damage is kept; returns nothing more. */
function listFiles(
  role: 'EFI' | 'BOOT',
  { bank, partition, fileSystem }: Pick<BankEvidence, 'bank' | 'partition' | 'fileSystem'>,
  files: BoundedList<BootFile>,
  sources: SourceLog,
): readonly BootFile[] {
  const fs = fileSystem(role);
  if (fs === undefined) return [];
  sources.add({ bank, partition: role, offset: 0, length: partition(role)!.source.length });
  const budget = new ReadBudget(fs.info.length);
  let listed = 0;
  for (const walked of walk(fs)) {
    if (walked.error !== undefined) files.addError(walked.error);
    if (walked.stat === undefined || walked.path === '/') continue;
    if (++listed > MAX_LISTED + 1) break;
    files.attempt(() => [describe(role, fs, walked, walked.stat!, budget)]);
  }
  return [];
}

function describe(
  partition: 'EFI' | 'BOOT',
  fs: FileSystem,
  { path }: WalkedFile,
  { type, size }: NonNullable<WalkedFile['stat']>,
  budget: ReadBudget,
): BootFile {
  const kind = fileKind(partition, path, type);
  const content = type === 'file' ? openFileContent(fs, path) : undefined;
  if (content === undefined) return { partition, path, type, size, kind, efiProgram: false };
  budget.spend(size, path);
  const efiProgram = isPe(content);
  return {
    partition,
    path,
    type,
    size,
    sha256: digestOf(content),
    kind,
    efiProgram,
    ...(efiProgram ? withFileOffsets(path, () => describeProgram(content)) : {}),
  };
}

/** What is no signature at all is not one of this file; what is not understood leaves that open. */
function isOfThisFile({ $unreadable: { kind, ...detail } }: Unreadable): boolean {
  if (kind === 'format') return false;
  throw reviveReadError(kind, detail);
}

function summarise(files: BootFiles['files']): BootFiles['signing'] {
  const programs = files.filter((file): file is BootFile => 'path' in file && file.efiProgram);
  if (programs.some(({ signedDigestMatches }) => signedDigestMatches === false)) return 'other-content';
  const signed = programs.filter((file) => file.signed).length;
  return signed === 0 ? 'none' : signed === programs.length ? 'all' : 'some';
}

function describeProgram(content: BlockSource): Pick<BootFile, 'carries' | 'openPgpKeys' | 'signed' | 'signedDigestMatches'> {
  const pe = readPe(content);
  const hasKey = hasOpenPgpKey(pe);
  const carries = [
    ...((readVendorTrust(pe)?.authorized ?? []).length === 0 ? [] : (['vendor-certificate'] as const)),
    ...(hasKey ? (['openpgp-key'] as const) : []),
  ];
  const openPgpKeys = hasKey ? { openPgpKeys: attemptElements(() => primaryKeysIn(pe)) } : {};
  const signatures = readPeSignatures(pe);
  const told = signatures.map((each) => ('$unreadable' in each ? isOfThisFile(each) : requireDigest(each)));
  return { carries, ...openPgpKeys, signed: signatures.length > 0, ...(told.length === 0 ? {} : { signedDigestMatches: told.every((matches) => matches) }) };
}

function primaryKeysIn(pe: PeImage): readonly { readonly fingerprint: string }[] {
  const keys = readOpenPgpKeys(readKeySection(pe)!);
  return keys.filter(({ isSubkey }) => !isSubkey).map(({ fingerprint }) => ({ fingerprint }));
}

function requireDigest({ digestMatches, algorithm }: { readonly digestMatches?: boolean; readonly algorithm?: string }): boolean {
  if (digestMatches !== undefined) return digestMatches;
  throw new UnsupportedError({
    structure: 'PKCS#7 signature',
    field: 'digestAlgorithm',
    found: algorithm ?? '',
    message: 'whether it is of this file is not told',
  });
}
