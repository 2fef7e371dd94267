import { type ElfFile, readSection } from '@staticfire/read/formats/elf';

const MAX_LENGTH = 4 * 1024 * 1024;
const MAX_DIRECTORY_LENGTH = 4096;
/** glibc elf/dl-load.c, `system_dirs`: one behind the other, each with a slash and a NUL at its end. */
const DIRECTORY = /^\/(?:[\w.+-]+\/)+$/;
/** musl ldso/dynlink.c, `path_open` of what no file overrides. */
const MUSL = '/lib:/usr/local/lib:/usr/lib';

/** The directories that are built into a dynamic linker, without slashes at their ends; undefined where none are found in it. */
export function findSystemDirectories(linker: ElfFile): string[] | undefined {
  const section = readSection(linker, '.rodata', MAX_LENGTH);
  if (section === undefined) return undefined;
  const strings = Buffer.from(section.bytes).toString('latin1').split('\0');
  const start = strings.findIndex(isDirectory);
  if (start < 0) return strings.includes(MUSL) ? MUSL.split(':') : undefined;
  const end = strings.findIndex((text, index) => index > start && !isDirectory(text));
  return strings.slice(start, end < 0 ? undefined : end).map((path) => path.slice(0, -1));
}

function isDirectory(text: string): boolean {
  return text.length <= MAX_DIRECTORY_LENGTH && text.includes('lib') && DIRECTORY.test(text);
}
