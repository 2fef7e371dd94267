import type { DynamicSection } from './dynamic-section.ts';
import { DynamicTag, SectionType } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';
import { ElfRecords } from './elf-records.ts';
import { GNU_HASH_HEADER, HASH_HEADER, type Layout, REL, RELA, WORD } from './layouts.ts';
import { findAddress, readMemory } from './memory.ts';

const MAX_LENGTH = 64 * 1024 * 1024;
const WORD_LENGTH = 4;

/**
 * The dynamic symbols that a file has, the first empty one counted: nothing says how many there are to someone who runs it. The
 * old hash table does; the new one knows those that are defined, and those that are not stand before them or in relocations.
 */
export function countDynamicSymbols(elf: ElfFile, { values }: DynamicSection, symbols: bigint): number {
  const hash = values.get(DynamicTag.hash);
  if (hash !== undefined) return readRecords(elf, HASH_HEADER, hash, HASH_HEADER.length[0]).number(0, 'nchain');
  const section = elf.sections.find(({ type, address }) => type === SectionType.dynamicSymbols && address === symbols);
  if (section !== undefined && section.entryLength > 0) return Math.floor(section.length / section.entryLength);
  const gnuHash = values.get(DynamicTag.gnuHash);
  return Math.max(gnuHash === undefined ? 0 : countHashed(elf, gnuHash), countRelocated(elf, values));
}

/** Behind the last symbol of the last chain: https://sourceware.org/legacy-ml/binutils/2006-06/msg00418.html, glibc elf/dl-lookup.c. */
function countHashed(elf: ElfFile, address: bigint): number {
  const header = readRecords(elf, GNU_HASH_HEADER, address, GNU_HASH_HEADER.length[0]);
  const [buckets, first] = [header.number(0, 'nbuckets'), header.number(0, 'symoffset')];
  const bucketsAt = address + BigInt(GNU_HASH_HEADER.length[0] + header.number(0, 'bloom_size') * (elf.bits / 8));
  const words = readRecords(elf, WORD, bucketsAt, buckets * WORD_LENGTH);
  let last = 0;
  for (let index = 0; index < buckets; index++) last = Math.max(last, words.number(index, 'word'));
  if (last < first) return 0;
  return last + chainLength(elf, bucketsAt + BigInt((buckets + last - first) * WORD_LENGTH));
}

/** A chain ends with an odd word. */
function chainLength(elf: ElfFile, address: bigint): number {
  const room = Math.min(MAX_LENGTH, findAddress(elf, address)?.length ?? 0);
  for (let read = 0, step = 1024; read < room; read += step, step *= 2) {
    const words = readRecords(elf, WORD, address + BigInt(read), Math.min(step, room - read));
    for (let index = 0; index < words.count; index++) if ((words.number(index, 'word') & 1) === 1) return read / WORD_LENGTH + index + 1;
  }
  return 0;
}

/** Behind the highest symbol that a relocation names. */
function countRelocated(elf: ElfFile, values: ReadonlyMap<number, bigint>): number {
  const pltLayout = Number(values.get(DynamicTag.pltRel) ?? 0n) === DynamicTag.rel ? REL : RELA;
  const tables = [
    [RELA, DynamicTag.rela, DynamicTag.relaSize],
    [REL, DynamicTag.rel, DynamicTag.relSize],
    [pltLayout, DynamicTag.jumpRelocations, DynamicTag.pltRelSize],
  ] as const;
  let last = -1;
  for (const [layout, tag, sizeTag] of tables) {
    const address = values.get(tag);
    if (address === undefined) continue;
    const records = readRecords(elf, layout, address, Number(values.get(sizeTag) ?? 0n));
    for (let index = 0; index < records.count; index++) last = Math.max(last, symbolOf(elf, records.value(index, 'r_info')));
  }
  return last + 1;
}

function symbolOf({ bits }: ElfFile, info: bigint): number {
  return Number(bits === 64 ? info >> 32n : info >> 8n);
}

function readRecords<F extends string>(elf: ElfFile, layout: Layout<F>, address: bigint, length: number): ElfRecords<F> {
  const { bytes, offset } = readMemory(elf, { structure: layout.structure, address, length, limit: MAX_LENGTH });
  return new ElfRecords(bytes, layout, elf, elf.source.origin + offset);
}
