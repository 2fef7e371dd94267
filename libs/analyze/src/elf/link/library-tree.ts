import type { NeededVersions } from '@staticfire/read/formats/elf';
import type { ElfDescription } from '../describe-elf.ts';

/** Of an ELF file, what the dynamic linker looks at to find other files. */
export interface LinkedFile extends Pick<ElfDescription, 'kind' | 'machine' | 'bits' | 'interpreter' | 'soname' | 'needed' | 'rpath' | 'runpath'> {
  /** Where it is, links followed. */
  readonly path: string;
  readonly noDefaultLibraries: boolean;
  readonly neededVersions: readonly NeededVersions[];
  readonly definedVersions: ReadonlySet<string>;
}

/** The files that programs of one root see. */
export interface LibraryTree {
  /** The ELF file that a path leads to, links followed; undefined where there is none. */
  readonly find: (path: string) => LinkedFile | undefined;
}

/** Absolute directories, in the order of the search. */
export interface LibraryDirectories {
  /** Of ld.so.conf: what is in them gets into the cache that ldconfig makes. */
  readonly configured: readonly string[];
  /** Built into the dynamic linker. */
  readonly system: readonly string[];
}
