import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const directory = object({
  path: string('As written'),
  from: oneOf(['ld.so.conf', 'dynamic-linker'], 'Configured, or built into the dynamic linker'),
});

const library = object({
  name: string('As it is asked for'),
  path: string('Normalised path of the file that it leads to'),
  neededBy: integer('Programs, and libraries that no program loads, that load it, directly or not'),
});

const missing = object({
  what: oneOf(['library', 'version', 'interpreter'], 'A library; a version that the library which is there does not define; a dynamic linker'),
  name: string('Name of the library, or path of the dynamic linker'),
  version: optional(string('GLIBC_2.38')),
  neededBy: string('Normalised path of the file that needs it'),
  program: string('Normalised path of the first program that cannot start, or library that cannot be loaded, for that'),
  programs: integer('All that cannot'),
});

const schema = object({
  directories: array(directory, 'Where libraries are looked for, in order, behind those that a file names itself'),
  configFiles: array(string('Path'), 'ld.so.conf and what it includes; at boot the files below /usr/share/factory are copied to where there are none'),
  libraries: list(library, 'Every name that is asked for and what it leads to, sorted; at most 10 000'),
  missing: list(missing, 'What is asked for and is not there, sorted; at most 10 000. Unreadable files may be what is missed, or miss something'),
});

export type ElfLibraries = Infer<typeof schema>;
export type LibraryFact = Infer<typeof library>;
export type MissingFact = Infer<typeof missing>;

export const elfLibraries = declareFact<ElfLibraries>({
  name: 'elf.libraries',
  summary: 'The libraries that programs on ROOT load, and those that they miss',
  scope: 'bank',
  schema,
});
