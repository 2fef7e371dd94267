import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError } from '../../bytes/index.ts';
import { readCertificateTable } from './certificate-table.ts';
import type { PeImage } from './pe-image.ts';
import { readSectionTable } from './section-table.ts';

const DOS_HEADER_LENGTH = 64;
const NEW_HEADER_AT = 0x3c; // e_lfanew
const DOS_MAGIC = 0x5a4d;
const PE_SIGNATURE = 0x4550;
const COFF_LENGTH = 24; // with the signature
const DIRECTORY_ENTRY_LENGTH = 8;
const MAX_DIRECTORY_ENTRIES = 16;
const CERTIFICATE_ENTRY = 4;

const MACHINES: Readonly<Record<number, string>> = { 332: 'ia32', 34404: 'x64', 450: 'arm', 43620: 'aa64', 20580: 'riscv64', 25188: 'loongarch64' };

/** Where the two kinds of optional header differ: offsets from its start. */
const KINDS = {
  267: { magic: 'PE32', imageBaseWide: false, imageBase: 28, directoryCount: 92, directories: 96 },
  523: { magic: 'PE32+', imageBaseWide: true, imageBase: 24, directoryCount: 108, directories: 112 },
} as const;

/** Whether a PE image starts here. */
export function isPe(source: BlockSource): boolean {
  const offset = findHeader(source);
  return offset !== undefined && new ByteView(readBytes(source, offset, 4), 'PE signature', source.origin + offset).u32(0) === PE_SIGNATURE;
}

/** Reads headers, section table and certificate table; section contents stay where they are. Throws when any of them contradicts the file. */
export function readPe(source: BlockSource): PeImage {
  const headerOffset = findHeader(source);
  if (headerOffset === undefined) throw noHeader(source);
  const coff = viewOf(source, headerOffset, COFF_LENGTH, 'PE file header');
  if (coff.u32(0) !== PE_SIGNATURE) throw coff.error('Signature', 0, coff.u32(0), PE_SIGNATURE);
  const optionalOffset = headerOffset + COFF_LENGTH;
  if (optionalOffset + coff.u16(20) > source.length) throw coff.error('SizeOfOptionalHeader', 20, coff.u16(20), `at most ${source.length - optionalOffset}`);
  const optional = viewOf(source, optionalOffset, coff.u16(20), 'PE optional header');
  const header = decodeOptionalHeader(optional, optionalOffset);
  const sections = readSectionTable(source, { coff, offset: optionalOffset + optional.length, ...header });
  const certificateTable = decodeCertificateEntry(optional, header);
  return {
    source,
    machine: coff.u16(4),
    ...(MACHINES[coff.u16(4)] === undefined ? {} : { machineName: MACHINES[coff.u16(4)]! }),
    timestamp: coff.u32(8),
    characteristics: coff.u16(22),
    ...header,
    sections,
    ...(certificateTable === undefined ? {} : { certificateTable }),
    certificates: certificateTable === undefined ? [] : readCertificateTable(source, certificateTable, sections, header.sizeOfHeaders),
  };
}

type OptionalHeader = Omit<PeImage, 'source' | 'machine' | 'machineName' | 'timestamp' | 'characteristics' | 'sections' | 'certificateTable' | 'certificates'>;

function decodeOptionalHeader(view: ByteView, offset: number): OptionalHeader {
  const kind = KINDS[view.u16(0) as keyof typeof KINDS];
  if (kind === undefined) throw view.error('Magic', 0, view.u16(0), '0x10b or 0x20b');
  const directoryCount = view.u32(kind.directoryCount);
  const room = Math.floor((view.length - kind.directories) / DIRECTORY_ENTRY_LENGTH);
  if (directoryCount > Math.min(MAX_DIRECTORY_ENTRIES, room))
    throw view.error('NumberOfRvaAndSizes', kind.directoryCount, directoryCount, `at most ${Math.min(MAX_DIRECTORY_ENTRIES, room)}`);
  return {
    magic: kind.magic,
    entryPoint: view.u32(16),
    imageBase: kind.imageBaseWide ? view.u64(kind.imageBase) : BigInt(view.u32(kind.imageBase)),
    sectionAlignment: view.u32(32),
    fileAlignment: view.u32(36),
    imageVersion: { major: view.u16(44), minor: view.u16(46) },
    sizeOfImage: view.u32(56),
    sizeOfHeaders: view.u32(60),
    checksum: view.u32(64),
    checksumOffset: offset + 64,
    subsystem: view.u16(68),
    dllCharacteristics: view.u16(70),
    ...(directoryCount > CERTIFICATE_ENTRY ? { certificateEntryOffset: offset + kind.directories + CERTIFICATE_ENTRY * DIRECTORY_ENTRY_LENGTH } : {}),
  };
}

/** The only entry of the data directory that holds a file offset. Both numbers 0 → not signed. */
function decodeCertificateEntry(view: ByteView, { certificateEntryOffset, checksumOffset }: OptionalHeader): { offset: number; length: number } | undefined {
  if (certificateEntryOffset === undefined) return undefined;
  const at = certificateEntryOffset - (checksumOffset - 64);
  const [offset, length] = [view.u32(at), view.u32(at + 4)];
  if (offset === 0 && length === 0) return undefined;
  if (offset === 0 || length === 0) throw view.error('Certificate Table', at, `offset ${offset}, size ${length}`, 'both or neither');
  return { offset, length };
}

/** Offset of the PE signature. The DOS header is never part of it, so that no header can lead to itself. */
function findHeader(source: BlockSource): number | undefined {
  if (source.length < DOS_HEADER_LENGTH) return undefined;
  const dos = viewOf(source, 0, DOS_HEADER_LENGTH, 'DOS header');
  const offset = dos.u32(NEW_HEADER_AT);
  return dos.u16(0) === DOS_MAGIC && offset >= DOS_HEADER_LENGTH && offset + COFF_LENGTH <= source.length ? offset : undefined;
}

function noHeader(source: BlockSource): FormatError {
  if (source.length < DOS_HEADER_LENGTH)
    return new FormatError({ structure: 'DOS header', offset: source.origin, found: source.length, expected: `${DOS_HEADER_LENGTH} bytes` });
  const dos = viewOf(source, 0, DOS_HEADER_LENGTH, 'DOS header');
  if (dos.u16(0) !== DOS_MAGIC) return dos.error('e_magic', 0, dos.u16(0), DOS_MAGIC);
  return dos.error('e_lfanew', NEW_HEADER_AT, dos.u32(NEW_HEADER_AT), `${DOS_HEADER_LENGTH} to ${source.length - COFF_LENGTH}`);
}

function viewOf(source: BlockSource, offset: number, length: number, structure: string): ByteView {
  return new ByteView(readBytes(source, offset, length), structure, source.origin + offset);
}
