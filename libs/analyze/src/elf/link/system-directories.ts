import { type ElfFile, readSection } from '@staticfire/read/formats/elf';

const MAX_LENGTH = 4 * 1024 * 1024;
/** glibc elf/dl-load.c, `system_dirs`: each ends with a slash and a NUL. */
const GLIBC = /(?<=^|\0)(?:\/(?:[\w.+-]+\/)*lib[\w.-]*\/(?:[\w.+-]+\/)*\0)+/g;
/** musl ldso/dynlink.c, `path_open` of what no file overrides. */
const MUSL = /(?<=^|\0)\/lib:\/usr\/local\/lib:\/usr\/lib(?=\0)/;

/** The directories that are built into a dynamic linker, without slashes at their ends; undefined where none are found in it. */
export function findSystemDirectories(linker: ElfFile): string[] | undefined {
  const section = readSection(linker, '.rodata', MAX_LENGTH);
  if (section === undefined) return undefined;
  const text = Buffer.from(section.bytes).toString('latin1');
  const glibc = text.match(GLIBC)?.[0];
  const found = glibc?.split('\0') ?? MUSL.exec(text)?.[0].split(':');
  return found?.filter((path) => path !== '').map((path) => path.replace(/\/$/, ''));
}
