import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, decodeFileName, FormatError } from '../../bytes/index.ts';
import type { PeSection } from './pe-image.ts';

/** The limit of the Windows loader, which the PE specification and systemd-stub share. */
const MAX_SECTIONS = 96;
const HEADER_LENGTH = 40;
const SHORT_NAME_LENGTH = 8;
const SYMBOL_LENGTH = 18;
const MAX_LONG_NAME_LENGTH = 256;

export interface SectionTablePlace {
  readonly coff: ByteView;
  /** Of the first section header in the file. */
  readonly offset: number;
  readonly sizeOfHeaders: number;
  readonly sizeOfImage: number;
}

/**
 * The section headers. Throws when there are more than 96, when one reaches out of the file or the image, or when two share
 * bytes of the file or of memory: then what is hashed, what is loaded and what is read here would be different things.
 */
export function readSectionTable(source: BlockSource, { coff, offset, sizeOfHeaders, sizeOfImage }: SectionTablePlace): PeSection[] {
  const count = coff.u16(6);
  if (count > MAX_SECTIONS) throw coff.error('NumberOfSections', 6, count, `at most ${MAX_SECTIONS}`);
  const end = offset + count * HEADER_LENGTH;
  if (sizeOfHeaders < end || sizeOfHeaders > source.length)
    throw new FormatError({
      structure: 'PE optional header',
      field: 'SizeOfHeaders',
      offset: coff.offset + 24 + 60,
      found: sizeOfHeaders,
      expected: `${end} to ${source.length}`,
    });
  const headers = Array.from({ length: count }, (_, index) => {
    const at = offset + index * HEADER_LENGTH;
    return new ByteView(readBytes(source, at, HEADER_LENGTH), `PE section header ${index}`, source.origin + at);
  });
  const sections = headers.map((view) => decodeSection(source, coff, view));
  for (const [index, section] of sections.entries()) checkPlace(headers[index]!, section, source.length, { sizeOfHeaders, sizeOfImage });
  rejectOverlaps(headers, sections, ({ rawOffset, rawSize }) => ({ start: rawOffset, length: rawSize }), 'PointerToRawData', 20);
  rejectOverlaps(
    headers,
    sections,
    ({ virtualAddress, virtualSize, rawSize }) => ({ start: virtualAddress, length: virtualSize || rawSize }),
    'VirtualAddress',
    12,
  );
  return sections;
}

function decodeSection(source: BlockSource, coff: ByteView, view: ByteView): PeSection {
  const rawSize = view.u32(16);
  return {
    name: decodeName(source, coff, view),
    virtualSize: view.u32(8),
    virtualAddress: view.u32(12),
    rawSize,
    rawOffset: rawSize === 0 ? 0 : view.u32(20),
    characteristics: view.u32(36),
  };
}

/** `/123` is an offset into the COFF string table behind the symbols. A name that would have fitted into the header is not looked for there. */
function decodeName(source: BlockSource, coff: ByteView, view: ByteView): string {
  const short = decodeFileName(untilNul(view.slice(0, SHORT_NAME_LENGTH)));
  const symbolTable = coff.u32(12);
  if (!/^\/\d{1,7}$/.test(short) || symbolTable === 0) return short;
  const at = symbolTable + coff.u32(16) * SYMBOL_LENGTH + Number(short.slice(1));
  if (at >= source.length) throw view.error('Name', 0, short, `an offset inside the string table, which would be before byte ${source.length}`);
  const name = untilNul(readBytes(source, at, Math.min(MAX_LONG_NAME_LENGTH, source.length - at)));
  if (name.length <= SHORT_NAME_LENGTH || name.length === MAX_LONG_NAME_LENGTH)
    throw view.error('Name', 0, `${short}, which has ${name.length} bytes`, `a name of ${SHORT_NAME_LENGTH + 1} to ${MAX_LONG_NAME_LENGTH - 1} bytes`);
  return decodeFileName(name);
}

function checkPlace(
  view: ByteView,
  section: PeSection,
  fileLength: number,
  { sizeOfHeaders, sizeOfImage }: { sizeOfHeaders: number; sizeOfImage: number },
): void {
  const { rawOffset, rawSize, virtualAddress, virtualSize } = section;
  if (rawSize > 0 && rawOffset < sizeOfHeaders) throw view.error('PointerToRawData', 20, rawOffset, `behind the headers' ${sizeOfHeaders} bytes`);
  if (rawSize > 0 && virtualAddress < sizeOfHeaders) throw view.error('VirtualAddress', 12, virtualAddress, `behind the headers' ${sizeOfHeaders} bytes`);
  if (rawOffset + rawSize > fileLength) throw view.error('SizeOfRawData', 16, rawSize, `at most ${Math.max(0, fileLength - rawOffset)}, to the file's end`);
  if (virtualAddress + virtualSize > sizeOfImage)
    throw view.error('VirtualSize', 8, virtualSize, `at most ${Math.max(0, sizeOfImage - virtualAddress)}, to the image's end`);
}

function rejectOverlaps(
  headers: readonly ByteView[],
  sections: readonly PeSection[],
  rangeOf: (section: PeSection) => { start: number; length: number },
  field: string,
  at: number,
): void {
  const ranges = sections.map((section, index) => ({ ...rangeOf(section), index })).filter(({ length }) => length > 0);
  ranges.sort((a, b) => a.start - b.start);
  for (const [position, range] of ranges.entries()) {
    const next = ranges[position + 1];
    if (next === undefined || range.start + range.length <= next.start) continue;
    throw headers[next.index]!.error(field, at, next.start, `at least ${range.start + range.length}, behind section ${range.index}`);
  }
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
