import { type ElfFile, readDefinedVersions, readDynamicSection, readNeededVersions } from '@staticfire/read/formats/elf';
import type { ElfDescription } from '../describe-elf.ts';
import type { LinkedFile } from './library-tree.ts';

/** `path` has no links in it. */
export function readLinkedFile(elf: ElfFile, { kind, machine, bits, interpreter, soname, needed, rpath, runpath }: ElfDescription, path: string): LinkedFile {
  const dynamic = readDynamicSection(elf);
  return {
    path,
    kind,
    machine,
    bits,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(soname === undefined ? {} : { soname }),
    needed,
    ...(rpath === undefined ? {} : { rpath }),
    ...(runpath === undefined ? {} : { runpath }),
    noDefaultLibraries: dynamic?.noDefaultLibraries ?? false,
    neededVersions: dynamic === undefined ? [] : readNeededVersions(elf, dynamic),
    definedVersions: new Set(dynamic === undefined ? [] : readDefinedVersions(elf, dynamic)),
  };
}
