import { crc32 } from 'node:zlib';
import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { decodeGuid } from './guid.ts';

/** "EFI PART" */
const SIGNATURE = 0x5452415020494645n;
const REVISION_1_0 = 0x00010000;
const MIN_HEADER_SIZE = 92;
const CRC_FIELD = 16;

/** UEFI 2.10, section 5.3.2, table 5.5. LBAs are in sectors. */
export interface GptHeader {
  readonly headerSize: number;
  readonly headerCrc32: number;
  readonly myLba: number;
  readonly alternateLba: number;
  readonly firstUsableLba: number;
  readonly lastUsableLbaInclusive: number;
  readonly diskGuid: string;
  readonly entriesLba: number;
  readonly entryCount: number;
  readonly entrySize: number;
  readonly entriesCrc32: number;
}

/** The header in sector `lba`. Throws a FormatError when any field contradicts the specification. */
export function readGptHeader(disk: BlockSource, lba: number, sectorSize: number): GptHeader {
  const sector = readBytes(disk, lba * sectorSize, sectorSize);
  const view = new ByteView(sector, lba === 1 ? 'primary GPT header' : 'backup GPT header', disk.origin + lba * sectorSize);
  const header = decodeGptHeader(view);
  if (header.myLba !== lba) throw view.error('MyLBA', 24, header.myLba, lba);
  checkUsableRange(view, header, Math.floor(disk.length / sectorSize));
  return header;
}

function decodeGptHeader(view: ByteView): GptHeader {
  if (view.u64(0) !== SIGNATURE) throw view.error('Signature', 0, asText(view.slice(0, 8)), 'EFI PART');
  if (view.u32(8) !== REVISION_1_0) throw view.error('Revision', 8, view.u32(8), REVISION_1_0);
  const headerSize = view.u32(12);
  if (headerSize < MIN_HEADER_SIZE || headerSize > view.length) throw view.error('HeaderSize', 12, headerSize, `${MIN_HEADER_SIZE} to ${view.length}`);
  checkHeaderCrc(view, headerSize);
  return {
    headerSize, // 12
    headerCrc32: view.u32(CRC_FIELD), // 16
    myLba: view.safeU64(24, 'MyLBA'),
    alternateLba: view.safeU64(32, 'AlternateLBA'),
    firstUsableLba: view.safeU64(40, 'FirstUsableLBA'),
    lastUsableLbaInclusive: view.safeU64(48, 'LastUsableLBA'),
    diskGuid: decodeGuid(view.slice(56, 16)),
    entriesLba: view.safeU64(72, 'PartitionEntryLBA'),
    entryCount: view.u32(80),
    entrySize: view.u32(84),
    entriesCrc32: view.u32(88),
  };
}

/** The checksum covers the header with its own field as zero. */
function checkHeaderCrc(view: ByteView, headerSize: number): void {
  const copy = view.slice(0, headerSize).slice();
  copy.fill(0, CRC_FIELD, CRC_FIELD + 4);
  const computed = crc32(copy);
  if (computed !== view.u32(CRC_FIELD)) throw view.error('HeaderCRC32', CRC_FIELD, hex(view.u32(CRC_FIELD)), hex(computed));
}

function checkUsableRange(view: ByteView, header: GptHeader, sectors: number): void {
  const { firstUsableLba: first, lastUsableLbaInclusive: last, alternateLba } = header;
  if (alternateLba >= sectors) throw view.error('AlternateLBA', 32, alternateLba, `less than the disk's ${sectors} sectors`);
  if (last >= sectors) throw view.error('LastUsableLBA', 48, last, `less than the disk's ${sectors} sectors`);
  if (first > last) throw view.error('FirstUsableLBA', 40, first, `at most LastUsableLBA ${last}`);
}

export function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

function asText(bytes: Uint8Array): string {
  return JSON.stringify(String.fromCharCode(...bytes));
}
