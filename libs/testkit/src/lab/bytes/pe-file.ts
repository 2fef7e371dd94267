import { sectionNames } from './section-names.ts';

const PE_OFFSET = 0x40;
const COFF = 24;
const OPTIONAL = 160; // PE32+ with six data directories
const SECTION = 40;
const ALIGN = 0x200;

export interface PeSection {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A PE32+ EFI application with the sections given; nothing in it can run. */
export function peFile(sections: readonly PeSection[]): Buffer {
  const headers = peHeaders(sections);
  const body = Buffer.concat([headers, ...sections.map(({ bytes }) => padded(bytes))]);
  const { table } = sectionNames(sections.map(({ name }) => name));
  if (table.length > 0) body.writeUInt32LE(body.length, PE_OFFSET + 12); // PointerToSymbolTable, of no symbols
  return Buffer.concat([body, table]);
}

/** The DOS stub, PE header and section table alone, padded to the first section. */
export function peHeaders(sections: readonly PeSection[]): Buffer {
  const headers = Buffer.alloc(aligned(PE_OFFSET + COFF + OPTIONAL + sections.length * SECTION));
  headers.write('MZ', 0, 'latin1');
  headers.writeUInt32LE(PE_OFFSET, 0x3c);
  writeCoff(headers, sections.length);
  writeOptional(headers, sections);
  const names = sectionNames(sections.map(({ name }) => name));
  let offset = headers.length;
  for (const [index, section] of sections.entries()) {
    writeSection(headers, PE_OFFSET + COFF + OPTIONAL + index * SECTION, { ...section, name: names.field(section.name) }, offset);
    offset += aligned(section.bytes.length);
  }
  return headers;
}

function writeCoff(headers: Buffer, count: number): void {
  headers.write('PE\0\0', PE_OFFSET, 'latin1');
  headers.writeUInt16LE(0x8664, PE_OFFSET + 4);
  headers.writeUInt16LE(count, PE_OFFSET + 6);
  headers.writeUInt16LE(OPTIONAL, PE_OFFSET + 20);
  headers.writeUInt16LE(0x0206, PE_OFFSET + 22);
}

function writeOptional(headers: Buffer, sections: readonly PeSection[]): void {
  const at = PE_OFFSET + COFF;
  const total = sections.reduce((sum, { bytes }) => sum + aligned(bytes.length), headers.length);
  headers.writeUInt16LE(0x20b, at);
  headers.writeUInt32LE(headers.length, at + 16);
  headers.writeUInt32LE(headers.length, at + 20);
  headers.writeUInt32LE(ALIGN, at + 32);
  headers.writeUInt32LE(ALIGN, at + 36);
  headers.writeUInt32LE(total, at + 56);
  headers.writeUInt32LE(headers.length, at + 60);
  headers.writeUInt16LE(10, at + 68); // EFI application
  headers.writeUInt32LE(6, at + 108);
}

function writeSection(headers: Buffer, at: number, section: PeSection, offset: number): void {
  headers.write(section.name, at, 8, 'latin1');
  headers.writeUInt32LE(section.bytes.length, at + 8);
  headers.writeUInt32LE(offset, at + 12);
  headers.writeUInt32LE(aligned(section.bytes.length), at + 16);
  headers.writeUInt32LE(offset, at + 20);
  headers.writeUInt32LE(0x40000040, at + 36);
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(aligned(bytes.length) - bytes.length)]);
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGN) * ALIGN;
}
