import { crc32 } from 'node:zlib';
import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import { type GptHeader, hex } from './gpt-header.ts';
import { decodeGuid, ZERO_GUID } from './guid.ts';

/** The specification sets no maximum; Linux and sgdisk write 128. */
const MAX_ENTRIES = 1024;
const MAX_ENTRY_SIZE = 4096;

/** A used entry. UEFI 2.10, section 5.3.3, table 5.6. */
export interface GptEntry {
  /** From 1. */
  readonly index: number;
  readonly typeGuid: string;
  readonly guid: string;
  readonly firstLba: number;
  readonly lastLbaInclusive: number;
  readonly attributes: bigint;
  /** UTF-16LE up to the first NUL. */
  readonly label: string;
}

/** All used entries in index order; their checksum, bounds and freedom from overlap are verified. */
export function readGptEntries(disk: BlockSource, header: GptHeader, sectorSize: number): readonly GptEntry[] {
  const view = readEntryArray(disk, header, sectorSize);
  const entries: GptEntry[] = [];
  for (let index = 0; index < header.entryCount; index++) {
    const entry = decodeEntry(view.view(index * header.entrySize, header.entrySize, `GPT entry ${index + 1}`), index + 1);
    if (entry === undefined) continue;
    checkBounds(entry, header, view.offset + index * header.entrySize);
    entries.push(entry);
  }
  checkOverlap(entries, header, view.offset);
  return entries;
}

function readEntryArray(disk: BlockSource, header: GptHeader, sectorSize: number): ByteView {
  const { entryCount, entrySize } = header;
  const offset = header.entriesLba * sectorSize;
  const where = { structure: 'GPT header', offset: disk.origin + header.myLba * sectorSize };
  if (entryCount > MAX_ENTRIES) {
    throw new LimitError({ ...where, field: 'NumberOfPartitionEntries', found: entryCount, expected: `at most ${MAX_ENTRIES}` });
  }
  if (entrySize < 128 || entrySize > MAX_ENTRY_SIZE || entrySize % 8 !== 0) {
    throw new FormatError({ ...where, field: 'SizeOfPartitionEntry', found: entrySize, expected: `a multiple of 8 from 128 to ${MAX_ENTRY_SIZE}` });
  }
  const bytes = readBytes(disk, offset, entryCount * entrySize);
  const computed = crc32(bytes);
  if (computed !== header.entriesCrc32) {
    throw new FormatError({ ...where, field: 'PartitionEntryArrayCRC32', found: hex(header.entriesCrc32), expected: hex(computed) });
  }
  return new ByteView(bytes, 'GPT entries', disk.origin + offset);
}

function decodeEntry(view: ByteView, index: number): GptEntry | undefined {
  const typeGuid = decodeGuid(view.slice(0, 16));
  if (typeGuid === ZERO_GUID) return undefined;
  return {
    index,
    typeGuid,
    guid: decodeGuid(view.slice(16, 16)),
    firstLba: view.safeU64(32, 'StartingLBA'),
    lastLbaInclusive: view.safeU64(40, 'EndingLBA'),
    attributes: view.u64(48),
    label: decodeLabel(view.slice(56, 72)),
  };
}

function decodeLabel(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function checkBounds(entry: GptEntry, header: GptHeader, offset: number): void {
  const structure = `GPT entry ${entry.index}`;
  if (entry.firstLba < header.firstUsableLba) {
    throw new FormatError({ structure, field: 'StartingLBA', offset: offset + 32, found: entry.firstLba, expected: `at least ${header.firstUsableLba}` });
  }
  if (entry.lastLbaInclusive > header.lastUsableLbaInclusive) {
    throw new FormatError({
      structure,
      field: 'EndingLBA',
      offset: offset + 40,
      found: entry.lastLbaInclusive,
      expected: `at most ${header.lastUsableLbaInclusive}, the last usable sector`,
    });
  }
  if (entry.lastLbaInclusive < entry.firstLba) {
    throw new FormatError({ structure, field: 'EndingLBA', offset: offset + 40, found: entry.lastLbaInclusive, expected: `at least ${entry.firstLba}` });
  }
}

function checkOverlap(entries: readonly GptEntry[], header: GptHeader, offset: number): void {
  const sorted = [...entries].sort((a, b) => a.firstLba - b.firstLba);
  for (const [position, entry] of sorted.entries()) {
    const previous = sorted[position - 1];
    if (previous === undefined || previous.lastLbaInclusive < entry.firstLba) continue;
    throw new FormatError({
      structure: `GPT entry ${entry.index}`,
      field: 'StartingLBA',
      offset: offset + (entry.index - 1) * header.entrySize + 32,
      found: entry.firstLba,
      expected: `more than ${previous.lastLbaInclusive}, where entry ${previous.index} ends`,
    });
  }
}
