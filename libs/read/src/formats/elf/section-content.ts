import { readBytes } from '../../block-source/index.ts';
import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import { SectionFlag, SectionType } from './elf-constants.ts';
import type { ElfFile, ElfSection } from './elf-file.ts';

/** The content of the first section of that name; none, or one without content in the file → undefined. Outside of the file → FormatError; longer than `limit` → LimitError; compressed → UnsupportedError. */
export function readSection(elf: ElfFile, name: string, limit: number): { readonly bytes: Uint8Array; readonly offset: number } | undefined {
  const section = elf.sections.find((each) => each.name === name);
  if (section === undefined || section.type === SectionType.noBits) return undefined;
  if ((section.flags & SectionFlag.compressed) !== 0n) throw new UnsupportedError({ structure: `ELF section ${name}`, message: 'it is compressed' });
  return { bytes: readRange(elf, section, limit), offset: section.offset };
}

export function readRange(elf: ElfFile, { name, offset, length }: ElfSection, limit: number): Uint8Array {
  const structure = `ELF section ${name}`;
  const { source } = elf;
  if (offset + length > source.length) {
    const room = Math.max(0, source.length - offset);
    throw new FormatError({ structure, field: 'sh_size', offset: source.origin + offset, found: length, expected: `at most ${room}, to the file's end` });
  }
  if (length > limit) throw new LimitError({ structure, offset: source.origin + offset, message: `${length} bytes, at most ${limit} are read` });
  return readBytes(source, offset, length);
}
