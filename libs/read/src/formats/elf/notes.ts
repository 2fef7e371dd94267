import { readBytes } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { ElfType, SectionType, SegmentType } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';
import { ElfRecords } from './elf-records.ts';
import { NOTE } from './layouts.ts';

/** Programs have a hundred bytes in each of two or three. */
const MAX_LENGTH = 1024 * 1024;
const MAX_NOTES = 4096;

export interface ElfNote {
  /** Without the NUL at its end, as latin1: `GNU`. */
  readonly owner: string;
  readonly type: number; // n_type
  readonly content: Uint8Array;
  /** Of the content in the file. */
  readonly offset: number;
}

interface Place {
  readonly offset: number;
  readonly length: number;
  readonly alignment: bigint;
}

/** Every note, those that are loaded first: Go's linker leaves some to sections. Core dumps have notes about the process, which are not read. */
export function readNotes(elf: ElfFile): ElfNote[] {
  if (elf.type === ElfType.core) return [];
  return notePlaces(elf).flatMap((place) => decodeNotes(elf, place));
}

function notePlaces({ segments, sections }: ElfFile): Place[] {
  const loaded = segments
    .filter(({ type, fileLength }) => type === SegmentType.note && fileLength > 0)
    .map(({ offset, fileLength, alignment }) => ({ offset, length: fileLength, alignment }));
  const isLoaded = ({ offset }: Place): boolean => loaded.some((place) => offset >= place.offset && offset < place.offset + place.length);
  return [...loaded, ...sections.filter((section) => section.type === SectionType.note && !isLoaded(section))];
}

function decodeNotes({ source, bits, littleEndian }: ElfFile, { offset, length, alignment }: Place): ElfNote[] {
  const origin = source.origin + offset;
  if (offset + length > source.length)
    throw new FormatError({ structure: NOTE.structure, offset: origin, message: `${length} bytes of notes reach behind the file's end` });
  if (length > MAX_LENGTH) throw new LimitError({ structure: NOTE.structure, offset: origin, message: `${length} bytes, at most ${MAX_LENGTH} are read` });
  const bytes = readBytes(source, offset, length);
  const align = (at: number): number => (alignment === 8n ? Math.ceil(at / 8) * 8 : Math.ceil(at / 4) * 4);
  const notes: ElfNote[] = [];
  for (let at = 0; at + NOTE.length[0] <= length && notes.length < MAX_NOTES; ) {
    const header = new ElfRecords(bytes.subarray(at), NOTE, { bits, littleEndian }, origin + at);
    const [nameLength, contentLength] = [header.number(0, 'n_namesz'), header.number(0, 'n_descsz')];
    const content = align(at + NOTE.length[0] + nameLength);
    if (content + contentLength > length) throw header.error(0, 'n_descsz', contentLength, `at most ${Math.max(0, length - content)}, to the notes' end`);
    const name = bytes.subarray(at + NOTE.length[0], at + NOTE.length[0] + nameLength);
    notes.push({ owner: ownerOf(name), type: header.number(0, 'n_type'), content: bytes.subarray(content, content + contentLength), offset: offset + content });
    at = align(content + contentLength);
  }
  return notes;
}

function ownerOf(name: Uint8Array): string {
  const end = name.indexOf(0);
  return Buffer.from(end < 0 ? name : name.subarray(0, end)).toString('latin1');
}
