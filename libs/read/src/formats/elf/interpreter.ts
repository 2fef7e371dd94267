import { readBytes } from '../../block-source/index.ts';
import { FormatError } from '../../bytes/index.ts';
import { SegmentType } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';
import { stringAt } from './string-table.ts';

/** Linux refuses longer ones (PATH_MAX, fs/binfmt_elf.c). */
const MAX_LENGTH = 4096;

/** The path of the dynamic linker that the kernel starts; undefined for programs that need none. */
export function readInterpreter({ source, segments }: ElfFile): string | undefined {
  const segment = segments.find(({ type }) => type === SegmentType.interpreter);
  if (segment === undefined) return undefined;
  const { offset, fileLength } = segment;
  const isInside = fileLength >= 2 && fileLength <= MAX_LENGTH && offset + fileLength <= source.length;
  const path = isInside ? stringAt(readBytes(source, offset, fileLength), 0) : undefined;
  if (path !== undefined) return path;
  throw new FormatError({
    structure: 'ELF interpreter',
    offset: source.origin + offset,
    found: fileLength,
    expected: `2 to ${MAX_LENGTH} bytes, with a NUL at the end`,
  });
}
