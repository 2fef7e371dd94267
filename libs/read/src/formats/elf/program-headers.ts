import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ElfType, SegmentType } from './elf-constants.ts';
import type { ElfSegment } from './elf-file.ts';
import { type ElfEncoding, ElfRecords, lengthOf } from './elf-records.ts';
import { PROGRAM_HEADER } from './layouts.ts';
import type { FileHeader } from './read-elf.ts';
import { checkCount, readFirstSection } from './section-headers.ts';

/** PN_XNUM: the count is sh_info of the first section. Linux runs no such file; core dumps are made so. */
const COUNT_IS_ELSEWHERE = 0xffff;

export function readProgramHeaders(source: BlockSource, encoding: ElfEncoding, header: FileHeader): ElfSegment[] {
  const count = countSegments(source, encoding, header);
  if (count === 0) return [];
  const [entry, expected] = [header.number(0, 'e_phentsize'), lengthOf(PROGRAM_HEADER, encoding)];
  if (entry !== expected) throw header.error(0, 'e_phentsize', entry, expected);
  const offset = header.number(0, 'e_phoff');
  checkCount(header, { count, offset, entry, room: source.length - offset }, 'e_phoff', 'e_phnum');
  const records = new ElfRecords(readBytes(source, offset, count * entry), PROGRAM_HEADER, encoding, source.origin + offset);
  const isLoaded = [ElfType.executable, ElfType.shared].some((type) => type === header.number(0, 'e_type'));
  return Array.from({ length: count }, (_, index) => decodeSegment(records, index, isLoaded ? source.length : undefined));
}

function countSegments(source: BlockSource, encoding: ElfEncoding, header: FileHeader): number {
  const count = header.number(0, 'e_phnum');
  if (count !== COUNT_IS_ELSEWHERE) return count;
  return readFirstSection(source, encoding, header)?.number(0, 'sh_info') ?? count;
}

/** `loadedFrom` is the length of a file that is loaded: what the kernel would map has to be in it. */
function decodeSegment(records: ElfRecords<keyof typeof PROGRAM_HEADER.fields>, index: number, loadedFrom: number | undefined): ElfSegment {
  const segment = {
    type: records.number(index, 'p_type'),
    flags: records.number(index, 'p_flags'),
    offset: records.number(index, 'p_offset'),
    address: records.value(index, 'p_vaddr'),
    fileLength: records.number(index, 'p_filesz'),
    memoryLength: records.value(index, 'p_memsz'),
    alignment: records.value(index, 'p_align'),
  };
  const { type, offset, fileLength } = segment;
  if (loadedFrom !== undefined && type === SegmentType.load && fileLength > 0 && offset + fileLength > loadedFrom)
    throw records.error(index, 'p_filesz', fileLength, `at most ${Math.max(0, loadedFrom - offset)}, to the file's end`);
  return segment;
}
