import { FormatError } from '../../bytes/index.ts';
import { DynamicFlag, DynamicFlag1, DynamicTag, SectionType, SegmentType } from './elf-constants.ts';
import type { ElfFile, ElfSegment } from './elf-file.ts';
import { ElfRecords } from './elf-records.ts';
import { DYNAMIC_ENTRY } from './layouts.ts';
import { findAddress, readMemory } from './memory.ts';
import { stringAt } from './string-table.ts';

/** libLLVM has 40. */
const MAX_LENGTH = 1024 * 1024;
/** The names of libLLVM's symbols have 3 MB. */
const MAX_STRINGS_LENGTH = 64 * 1024 * 1024;
const STRUCTURE = DYNAMIC_ENTRY.structure;

/** What the dynamic linker is told; of a tag that comes more than once it takes the last, but of DT_NEEDED every one. */
export interface DynamicSection {
  readonly values: ReadonlyMap<number, bigint>; // d_tag → d_un
  /** DT_STRTAB. */
  readonly strings: Uint8Array;
  readonly needed: readonly string[];
  readonly soname?: string;
  /** As written, elements separated by colons. */
  readonly rpath?: string;
  readonly runpath?: string;
  /** Everything is bound before the program starts: DT_BIND_NOW, DF_BIND_NOW or DF_1_NOW. */
  readonly bindNow: boolean;
  /** DF_1_PIE. */
  readonly isPie: boolean;
  /** DF_1_NODEFLIB: default directories are not searched. */
  readonly noDefaultLibraries: boolean;
  /** DT_TEXTREL or DF_TEXTREL: code is written to while it is loaded. */
  readonly textRelocations: boolean;
}

/** Read from memory, as the dynamic linker does (glibc elf/get-dynamic-info.h). Undefined where there is none in the file: static programs, and files with debugging information alone. */
export function readDynamicSection(elf: ElfFile): DynamicSection | undefined {
  const segment = elf.segments.find(({ type }) => type === SegmentType.dynamic);
  if (segment === undefined || isElsewhere(elf, segment)) return undefined;
  const entries = readEntries(elf, segment);
  const values = new Map(entries);
  const strings = readStrings(elf, values);
  const text = (tag: number): string | undefined => (values.has(tag) ? textOf(elf, strings, values.get(tag)!) : undefined);
  const [soname, rpath, runpath] = [text(DynamicTag.soname), text(DynamicTag.rpath), text(DynamicTag.runpath)];
  const flags = values.get(DynamicTag.flags) ?? 0n;
  const flags1 = values.get(DynamicTag.flags1) ?? 0n;
  return {
    values,
    strings,
    needed: entries.filter(([tag]) => tag === DynamicTag.needed).map(([, value]) => textOf(elf, strings, value)),
    ...(soname === undefined ? {} : { soname }),
    ...(rpath === undefined ? {} : { rpath }),
    ...(runpath === undefined ? {} : { runpath }),
    bindNow: values.has(DynamicTag.bindNow) || (flags & DynamicFlag.bindNow) !== 0n || (flags1 & DynamicFlag1.now) !== 0n,
    isPie: (flags1 & DynamicFlag1.pie) !== 0n,
    noDefaultLibraries: (flags1 & DynamicFlag1.noDefaultLibraries) !== 0n,
    textRelocations: values.has(DynamicTag.textRelocations) || (flags & DynamicFlag.textRelocations) !== 0n,
  };
}

/** `objcopy --only-keep-debug` keeps the headers of what it takes out. */
function isElsewhere({ sections, segments }: ElfFile, { address }: ElfSegment): boolean {
  if (sections.some((section) => section.type === SectionType.noBits && section.name === '.dynamic')) return true;
  return segments.every(({ type, fileLength }) => type !== SegmentType.load || fileLength === 0) && findAddress({ segments }, address) === undefined;
}

function readEntries(elf: ElfFile, { address, fileLength }: ElfSegment): [number, bigint][] {
  const { bytes, offset } = readMemory(elf, { structure: STRUCTURE, address, length: fileLength, limit: MAX_LENGTH });
  const records = new ElfRecords(bytes, DYNAMIC_ENTRY, elf, elf.source.origin + offset);
  const entries: [number, bigint][] = [];
  for (let index = 0; index < records.count; index++) {
    const tag = Number(records.value(index, 'd_tag'));
    if (tag === DynamicTag.null) break;
    entries.push([tag, records.value(index, 'd_un')]);
  }
  return entries;
}

function readStrings(elf: ElfFile, values: ReadonlyMap<number, bigint>): Uint8Array {
  const address = values.get(DynamicTag.stringTable);
  if (address === undefined) return new Uint8Array();
  const length = Number(values.get(DynamicTag.stringSize) ?? 0n);
  return readMemory(elf, { structure: 'ELF dynamic string table', address, length, limit: MAX_STRINGS_LENGTH }).bytes;
}

function textOf(elf: ElfFile, strings: Uint8Array, offset: bigint): string {
  const text = stringAt(strings, Number(offset));
  if (text !== undefined) return text;
  const message = `the string at ${offset} does not end inside the ${strings.length} bytes of strings`;
  throw new FormatError({ structure: STRUCTURE, field: 'd_un', offset: elf.source.origin, message });
}
