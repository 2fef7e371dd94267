import { FormatError } from '../../bytes/index.ts';
import type { DynamicSection } from './dynamic-section.ts';
import { DynamicTag } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';
import { ElfRecords, lengthOf } from './elf-records.ts';
import { SYMBOL } from './layouts.ts';
import { readMemory } from './memory.ts';
import { countDynamicSymbols } from './symbol-count.ts';

/** containerd has 120 000 symbols, 3 MB. */
const MAX_LENGTH = 64 * 1024 * 1024;
const UNDEFINED_SECTION = 0;

/** Names of the dynamic symbols that other files have to define, as latin1, in the order of the table. */
export function readImports(elf: ElfFile, dynamic: DynamicSection): string[] {
  const address = dynamic.values.get(DynamicTag.symbolTable);
  const count = address === undefined ? 0 : countDynamicSymbols(elf, dynamic, address);
  if (address === undefined || count === 0) return [];
  const length = count * lengthOf(SYMBOL, elf);
  const { bytes, offset } = readMemory(elf, { structure: SYMBOL.structure, address, length, limit: MAX_LENGTH });
  return undefinedNames(new ElfRecords(bytes, SYMBOL, elf, elf.source.origin + offset), dynamic.strings, elf.source.origin + offset);
}

function undefinedNames(records: ElfRecords<keyof typeof SYMBOL.fields>, strings: Uint8Array, offset: number): string[] {
  const text = Buffer.from(strings.buffer, strings.byteOffset, strings.byteLength);
  const names: string[] = [];
  for (let index = 1; index < records.count; index++) {
    if (records.number(index, 'st_shndx') !== UNDEFINED_SECTION) continue;
    const start = records.number(index, 'st_name');
    if (start === 0) continue;
    const end = start < text.length ? text.indexOf(0, start) : -1;
    if (end < 0) {
      const message = `the name of symbol ${index} does not end inside the ${text.length} bytes of strings`;
      throw new FormatError({ structure: SYMBOL.structure, field: 'st_name', offset, message });
    }
    names.push(text.toString('latin1', start, end));
  }
  return names;
}
