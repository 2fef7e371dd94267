import { peChecksum } from './pe-checksum.ts';
import type { PeSection } from './pe-file.ts';
import { sectionNames } from './section-names.ts';

const PE_OFFSET = 0x40;
const COFF = 24;
const OPTIONAL = 240; // PE32+ with sixteen data directories
const SECTION = 40;
const FILE_ALIGNMENT = 0x200;
const SECTION_ALIGNMENT = 0x1000;
const PE_OFFSET_AT = 0x3c; // e_lfanew
const CODE = 0x60000020; // code, executable, readable
const DATA = 0x40000040; // initialized data, readable

/** Each program returns EFI_SUCCESS and does nothing else. */
const MACHINES = {
  x64: { id: 0x8664, program: [0x31, 0xc0, 0xc3] },
  aa64: { id: 0xaa64, program: [0x00, 0x00, 0x80, 0xd2, 0xc0, 0x03, 0x5f, 0xd6] },
} as const;

export interface UkiRecipe {
  readonly machine: keyof typeof MACHINES;
  /** What follows `.text`, in this order. */
  readonly sections: readonly PeSection[];
}

/**
 * A PE32+ EFI application with the shape of a unified kernel image: `.text` with a program that returns at once, then the sections given, each
 * at its own page, with the right checksum. objdump, sbsign and osslsigncode accept it; it boots nothing.
 */
export function ukiFile({ machine, sections }: UkiRecipe): Buffer {
  const all = [{ name: '.text', bytes: Uint8Array.from(MACHINES[machine].program) }, ...sections];
  const headers = Buffer.alloc(aligned(PE_OFFSET + COFF + OPTIONAL + all.length * SECTION, FILE_ALIGNMENT));
  const places = placeSections(headers.length, all);
  writeCoff(headers, MACHINES[machine].id, all.length);
  writeOptional(headers, places);
  const names = sectionNames(all.map(({ name }) => name));
  for (const [index, place] of places.entries())
    writeSection(headers, PE_OFFSET + COFF + OPTIONAL + index * SECTION, { ...place, name: names.field(place.name) });
  const file = Buffer.concat([headers, ...places.map(({ bytes, rawSize }) => Buffer.concat([bytes], rawSize)), names.table]);
  if (names.table.length > 0) file.writeUInt32LE(file.length - names.table.length, PE_OFFSET + 12); // PointerToSymbolTable, of no symbols
  return withChecksum(file);
}

/**
 * A PE32+ file of a length that is divisible by 8, with one more WIN_CERTIFICATE that holds `content`: type 2 says that it is a
 * PKCS#7 signature.
 */
export function withCertificate(file: Buffer, content: Uint8Array, type = 2): Buffer {
  const entry = Buffer.alloc(aligned(8 + content.length, 8));
  entry.writeUInt32LE(8 + content.length, 0);
  entry.writeUInt16LE(0x0200, 4);
  entry.writeUInt16LE(type, 6);
  entry.set(content, 8);
  const signed = Buffer.concat([file, entry]);
  const tableOffset = file.readUInt32LE(certificateEntryAt(file)) || file.length;
  signed.writeUInt32LE(tableOffset, certificateEntryAt(file));
  signed.writeUInt32LE(signed.length - tableOffset, certificateEntryAt(file) + 4);
  return withChecksum(signed);
}

/** Zero bytes behind the file, as certificate tables start at a multiple of 8. */
export function padTo8(file: Uint8Array): Buffer {
  return Buffer.concat([file], aligned(file.length, 8));
}

/** Where CheckSum stands in a PE32+ file. */
export function checksumAt(file: Buffer): number {
  return file.readUInt32LE(PE_OFFSET_AT) + COFF + 64;
}

/** Where the data directory of a PE32+ file names its certificate table. */
export function certificateEntryAt(file: Buffer): number {
  return file.readUInt32LE(PE_OFFSET_AT) + COFF + 112 + 4 * 8;
}

function withChecksum(file: Buffer): Buffer {
  file.writeUInt32LE(peChecksum(file, checksumAt(file)), checksumAt(file));
  return file;
}

interface PlacedSection extends PeSection {
  readonly virtualAddress: number;
  readonly rawOffset: number;
  readonly rawSize: number;
}

function placeSections(headersLength: number, sections: readonly PeSection[]): PlacedSection[] {
  let rawOffset = headersLength;
  let virtualAddress = aligned(headersLength, SECTION_ALIGNMENT);
  return sections.map((section) => {
    const placed = { ...section, virtualAddress, rawOffset, rawSize: aligned(section.bytes.length, FILE_ALIGNMENT) };
    rawOffset += placed.rawSize;
    virtualAddress += aligned(Math.max(1, section.bytes.length), SECTION_ALIGNMENT);
    return placed;
  });
}

function writeCoff(headers: Buffer, machine: number, count: number): void {
  headers.write('MZ', 0, 'latin1');
  headers.writeUInt32LE(PE_OFFSET, 0x3c);
  headers.write('PE\0\0', PE_OFFSET, 'latin1');
  headers.writeUInt16LE(machine, PE_OFFSET + 4);
  headers.writeUInt16LE(count, PE_OFFSET + 6);
  headers.writeUInt16LE(OPTIONAL, PE_OFFSET + 20);
  headers.writeUInt16LE(0x0226, PE_OFFSET + 22); // executable, large addresses, stripped
}

function writeOptional(headers: Buffer, places: readonly PlacedSection[]): void {
  const at = PE_OFFSET + COFF;
  const [text, ...data] = places;
  const last = places.at(-1)!;
  headers.writeUInt16LE(0x20b, at);
  headers.writeUInt32LE(text!.rawSize, at + 4);
  headers.writeUInt32LE(
    data.reduce((sum, { rawSize }) => sum + rawSize, 0),
    at + 8,
  );
  headers.writeUInt32LE(text!.virtualAddress, at + 16);
  headers.writeUInt32LE(text!.virtualAddress, at + 20);
  headers.writeUInt32LE(SECTION_ALIGNMENT, at + 32);
  headers.writeUInt32LE(FILE_ALIGNMENT, at + 36);
  headers.writeUInt32LE(aligned(last.virtualAddress + Math.max(1, last.bytes.length), SECTION_ALIGNMENT), at + 56);
  headers.writeUInt32LE(headers.length, at + 60);
  headers.writeUInt16LE(10, at + 68); // EFI application
  headers.writeUInt16LE(0x100, at + 70); // NX compatible
  headers.writeUInt32LE(16, at + 108);
}

function writeSection(headers: Buffer, at: number, { name, bytes, virtualAddress, rawOffset, rawSize }: PlacedSection): void {
  headers.write(name, at, 8, 'latin1');
  headers.writeUInt32LE(bytes.length, at + 8);
  headers.writeUInt32LE(virtualAddress, at + 12);
  headers.writeUInt32LE(rawSize, at + 16);
  headers.writeUInt32LE(rawSize === 0 ? 0 : rawOffset, at + 20);
  headers.writeUInt32LE(name === '.text' ? CODE : DATA, at + 36);
}

function aligned(length: number, alignment: number): number {
  return Math.ceil(length / alignment) * alignment;
}
