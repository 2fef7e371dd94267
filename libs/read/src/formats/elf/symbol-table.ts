import { SectionType } from './elf-constants.ts';
import type { ElfFile, ElfSection } from './elf-file.ts';
import { readRange } from './section-content.ts';
import { findStrings } from './string-table.ts';

/** The names in kubelet's symbol table have 8 MB, those in Chromium's 60. */
const MAX_NAMES_LENGTH = 64 * 1024 * 1024;

/** The table that `strip` takes out. */
function findSymbolTable({ sections }: ElfFile): ElfSection | undefined {
  return sections.find(({ type }) => type === SectionType.symbolTable);
}

export function isStripped(elf: ElfFile): boolean {
  return findSymbolTable(elf) === undefined;
}

/** Those of the names that symbols of the symbol table have, or end with; undefined where it was stripped. */
export function findSymbolNames(elf: ElfFile, names: readonly string[]): readonly string[] | undefined {
  const table = findSymbolTable(elf);
  const strings = table === undefined ? undefined : elf.sections[table.link];
  if (strings === undefined || strings.type !== SectionType.stringTable) return undefined;
  return findStrings(readRange(elf, strings, MAX_NAMES_LENGTH), names);
}
