import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { FormatError, ReadError } from '../../bytes/index.ts';
import { type GptEntry, readGptEntries } from './gpt-entries.ts';
import { type GptHeader, readGptHeader } from './gpt-header.ts';

/** One of the two copies: header and entries, or why they cannot be used. */
export type GptCopy = { readonly header: GptHeader; readonly entries: readonly GptEntry[] } | { readonly error: ReadError };

export interface PartitionTable {
  readonly sectorSize: number;
  /** From the primary copy, or from the backup when the primary is damaged. */
  readonly diskGuid: string;
  readonly entries: readonly GptEntry[];
  readonly primary: GptCopy;
  readonly backup: GptCopy;
  /** Both copies are valid, point at each other and list the same entries. */
  readonly copiesAgree: boolean;
  /** Why they do not agree, when both are valid. */
  readonly disagreement?: string;
}

/** Bottlerocket images are built for 512-byte sectors; 4096 is found on converted disks. */
const SECTOR_SIZES = [512, 4096];

/** Reads both copies. Throws the primary's error when neither is usable. */
export function readPartitionTable(disk: BlockSource): PartitionTable {
  if (disk.length === 0) throw new FormatError({ structure: 'image', offset: disk.origin, message: 'the file is empty' });
  const sectorSize = SECTOR_SIZES.find((size) => hasSignature(disk, size)) ?? 512;
  const primary = attempt(() => readCopy(disk, 1, sectorSize));
  const backup = attempt(() => readCopy(disk, backupLba(disk, primary, sectorSize), sectorSize));
  const usable = 'error' in primary ? backup : primary;
  if ('error' in usable) throw 'error' in primary ? primary.error : usable.error;
  const disagreement = 'error' in primary || 'error' in backup ? undefined : compareCopies(primary, backup);
  return {
    sectorSize,
    diskGuid: usable.header.diskGuid,
    entries: usable.entries,
    primary,
    backup,
    copiesAgree: !('error' in primary) && !('error' in backup) && disagreement === undefined,
    ...(disagreement === undefined ? {} : { disagreement }),
  };
}

type ValidCopy = Exclude<GptCopy, { error: ReadError }>;

function readCopy(disk: BlockSource, lba: number, sectorSize: number): ValidCopy {
  const header = readGptHeader(disk, lba, sectorSize);
  return { header, entries: readGptEntries(disk, header, sectorSize) };
}

/** A valid primary names the place; without it the backup is looked for in the last sector. */
function backupLba(disk: BlockSource, primary: GptCopy, sectorSize: number): number {
  if (!('error' in primary)) return primary.header.alternateLba;
  return Math.floor(disk.length / sectorSize) - 1;
}

/** Either copy tells the sector size: the primary is in sector 1, the backup in the last. */
function hasSignature(disk: BlockSource, sectorSize: number): boolean {
  if (disk.length < 3 * sectorSize) return false;
  const lastSector = (Math.floor(disk.length / sectorSize) - 1) * sectorSize;
  return [sectorSize, lastSector].some((offset) => new TextDecoder('latin1').decode(readBytes(disk, offset, 8)) === 'EFI PART');
}

function compareCopies(primary: ValidCopy, backup: ValidCopy): string | undefined {
  if (backup.header.alternateLba !== primary.header.myLba) return `the backup names sector ${backup.header.alternateLba} as the other copy`;
  const fields = ['diskGuid', 'firstUsableLba', 'lastUsableLbaInclusive', 'entryCount', 'entrySize', 'entriesCrc32'] as const;
  const field = fields.find((name) => primary.header[name] !== backup.header[name]);
  return field && `${field} is ${primary.header[field]} in the primary and ${backup.header[field]} in the backup`;
}

function attempt(read: () => ValidCopy): GptCopy {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return { error };
    throw error;
  }
}
