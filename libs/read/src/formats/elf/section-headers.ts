import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { decodeFileName, LimitError } from '../../bytes/index.ts';
import { SectionType } from './elf-constants.ts';
import type { ElfSection } from './elf-file.ts';
import { type ElfEncoding, ElfRecords, lengthOf } from './elf-records.ts';
import { SECTION_HEADER } from './layouts.ts';
import type { FileHeader } from './read-elf.ts';

/** Objects with a section for each function have some ten thousand. */
const MAX_ENTRIES = 131_072;
const MAX_NAMES_LENGTH = 16 * 1024 * 1024;
/** SHN_XINDEX: the index is sh_link of the first section. */
const INDEX_IS_ELSEWHERE = 0xffff;

type SectionRecords = ElfRecords<keyof typeof SECTION_HEADER.fields>;

export function readSectionHeaders(source: BlockSource, encoding: ElfEncoding, header: FileHeader): ElfSection[] {
  const first = readFirstSection(source, encoding, header);
  if (first === undefined) return [];
  const offset = header.number(0, 'e_shoff');
  const count = header.number(0, 'e_shnum') || first.number(0, 'sh_size');
  if (count === 0) return [];
  checkCount(header, { count, offset, entry: first.length, room: source.length - offset }, 'e_shoff', 'e_shnum');
  const records = new ElfRecords(readBytes(source, offset, count * first.length), SECTION_HEADER, encoding, source.origin + offset);
  const names = readNames(source, header, records);
  return Array.from({ length: count }, (_, index) => decodeSection(records, index, names));
}

/** The reserved section header, which holds what is too large for the file header; undefined where the file has no sections. */
export function readFirstSection(source: BlockSource, encoding: ElfEncoding, header: FileHeader): SectionRecords | undefined {
  const offset = header.number(0, 'e_shoff');
  if (offset === 0) return undefined;
  const [entry, expected] = [header.number(0, 'e_shentsize'), lengthOf(SECTION_HEADER, encoding)];
  if (entry !== expected) throw header.error(0, 'e_shentsize', entry, expected);
  checkCount(header, { count: 1, offset, entry, room: source.length - offset }, 'e_shoff', 'e_shnum');
  return new ElfRecords(readBytes(source, offset, entry), SECTION_HEADER, encoding, source.origin + offset);
}

/** A table of `count` entries has to be inside the file, and no longer than any that makes sense. */
export function checkCount(
  header: FileHeader,
  { count, offset, entry, room }: { readonly count: number; readonly offset: number; readonly entry: number; readonly room: number },
  offsetField: 'e_phoff' | 'e_shoff',
  countField: 'e_phnum' | 'e_shnum',
): void {
  if (room < entry) throw header.error(0, offsetField, offset, `at most ${Math.max(0, offset + room - entry)}, inside the file`);
  if (count * entry > room) throw header.error(0, countField, count, `at most ${Math.floor(room / entry)}, to the file's end`);
  if (count <= MAX_ENTRIES) return;
  throw new LimitError({ structure: header.layout.structure, field: countField, message: `${count} entries, at most ${MAX_ENTRIES} are read` });
}

/** The section with the names; SHN_UNDEF where they have none. */
function readNames(source: BlockSource, header: FileHeader, records: SectionRecords): Uint8Array {
  const index = header.number(0, 'e_shstrndx') === INDEX_IS_ELSEWHERE ? records.number(0, 'sh_link') : header.number(0, 'e_shstrndx');
  if (index === 0) return new Uint8Array();
  if (index >= records.count) throw header.error(0, 'e_shstrndx', index, `less than ${records.count}`);
  if (records.number(index, 'sh_type') === SectionType.noBits) return new Uint8Array();
  const [offset, length] = [records.number(index, 'sh_offset'), records.number(index, 'sh_size')];
  if (offset + length > source.length) throw records.error(index, 'sh_size', length, `at most ${Math.max(0, source.length - offset)}, to the file's end`);
  if (length > MAX_NAMES_LENGTH) {
    const message = `names of ${length} bytes, at most ${MAX_NAMES_LENGTH} are read`;
    throw new LimitError({ structure: records.layout.structure, field: 'sh_size', message });
  }
  return readBytes(source, offset, length);
}

function decodeSection(records: SectionRecords, index: number, names: Uint8Array): ElfSection {
  return {
    name: decodeName(records, index, names),
    type: records.number(index, 'sh_type'),
    flags: records.value(index, 'sh_flags'),
    address: records.value(index, 'sh_addr'),
    offset: records.number(index, 'sh_offset'),
    length: records.number(index, 'sh_size'),
    link: records.number(index, 'sh_link'),
    info: records.number(index, 'sh_info'),
    alignment: records.value(index, 'sh_addralign'),
    entryLength: records.number(index, 'sh_entsize'),
  };
}

function decodeName(records: SectionRecords, index: number, names: Uint8Array): string {
  const start = records.number(index, 'sh_name');
  if (start === 0 || names.length === 0) return '';
  const end = names.indexOf(0, start);
  if (start >= names.length || end < 0) throw records.error(index, 'sh_name', start, `a name inside the ${names.length} bytes of names`);
  return decodeFileName(names.subarray(start, end));
}
