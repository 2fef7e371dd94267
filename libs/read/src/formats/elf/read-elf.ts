import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError } from '../../bytes/index.ts';
import type { ElfFile } from './elf-file.ts';
import { type ElfEncoding, ElfRecords, lengthOf } from './elf-records.ts';
import { FILE_HEADER } from './layouts.ts';
import { readProgramHeaders } from './program-headers.ts';
import { readSectionHeaders } from './section-headers.ts';

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const IDENT_LENGTH = 16;
const EI_CLASS = 4;
const EI_DATA = 5;
const CLASSES: Readonly<Record<number, 32 | 64>> = { 1: 32, 2: 64 };
const ENCODINGS: Readonly<Record<number, boolean>> = { 1: true, 2: false };

/** Whether a file that starts like this is ELF. */
export function isElf(head: Uint8Array): boolean {
  return MAGIC.every((byte, index) => head[index] === byte);
}

/**
 * Reads the headers, ELF32 and ELF64 of both byte orders. A FormatError where a table lies outside of the file, an entry has
 * another size than the gABI's, or a part that would be loaded is missing.
 */
export function readElf(source: BlockSource): ElfFile {
  const encoding = decodeIdent(source);
  const header = readHeader(source, encoding);
  return {
    source,
    ...encoding,
    type: header.number(0, 'e_type'),
    machine: header.number(0, 'e_machine'),
    entry: header.value(0, 'e_entry'),
    flags: header.number(0, 'e_flags'),
    segments: readProgramHeaders(source, encoding, header),
    sections: readSectionHeaders(source, encoding, header),
  };
}

export type FileHeader = ElfRecords<keyof typeof FILE_HEADER.fields>;

function decodeIdent(source: BlockSource): ElfEncoding {
  const ident = new ByteView(readBytes(source, 0, Math.min(IDENT_LENGTH, source.length)), 'ELF identification', source.origin);
  if (!isElf(ident.bytes)) throw ident.error('EI_MAG0', 0);
  const bits = CLASSES[ident.u8(EI_CLASS)];
  if (bits === undefined) throw ident.error('EI_CLASS', EI_CLASS, ident.u8(EI_CLASS), '1 or 2');
  const littleEndian = ENCODINGS[ident.u8(EI_DATA)];
  if (littleEndian === undefined) throw ident.error('EI_DATA', EI_DATA, ident.u8(EI_DATA), '1 or 2');
  return { bits, littleEndian };
}

function readHeader(source: BlockSource, encoding: ElfEncoding): FileHeader {
  const length = lengthOf(FILE_HEADER, encoding);
  if (source.length < length) throw new FormatError({ structure: 'ELF header', offset: source.origin, found: source.length, expected: `${length} bytes` });
  return new ElfRecords(readBytes(source, 0, length), FILE_HEADER, encoding, source.origin);
}
