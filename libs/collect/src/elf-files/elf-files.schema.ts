import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

export const elfRights = ['setuid', 'setgid', 'capabilities'] as const;

const file = object({
  path: string('Normalised path'),
  kind: oneOf(
    ['executable', 'pie', 'static', 'static-pie', 'shared-library', 'object', 'core', 'other'],
    'A program at a fixed address, or a position-independent one, each with or without a dynamic linker; or a library',
  ),
  machine: string('x86_64, aarch64, …'),
  bits: integer('32 or 64'),
  rights: optional(array(oneOf(elfRights, 'Bits of its mode, or security.capability'), 'What it has beyond the rights of who starts it')),
  interpreter: optional(string('The dynamic linker that the kernel starts, as written')),
  soname: optional(string('Name under which a library wants to be loaded')),
  needed: array(string('Name'), 'Libraries that it needs, in its order'),
  rpath: optional(array(string('Directory as written'), 'Directories that libraries are looked for in first, for what it needs and what that needs')),
  runpath: optional(array(string('Directory as written'), 'The same for what it needs itself')),
  relro: oneOf(['none', 'partial', 'full'], 'What is written to while it is loaded is read-only later: nothing, all but the table of functions, all'),
  bindNow: boolean('Functions of libraries are bound before it starts'),
  stackProtector: oneOf(['yes', 'no', 'unknown'], 'It stops when the frame of a function is overrun; unknown where no symbols are left'),
  fortified: integer('Functions of the C library that it takes in their checked form'),
  unfortified: integer('Functions that it takes in their plain form though there is a checked one'),
  stack: oneOf(['no-execute', 'execute', 'unstated'], 'What it wants for its stack; unstated leaves it to the kernel'),
  writableCode: boolean('A loaded part can be written to and executed'),
  textRelocations: boolean('Code is written to while it is loaded'),
  branchProtection: array(
    oneOf(['ibt', 'shstk', 'bti', 'pac', 'gcs'], 'IBT, shadow stack of x86; BTI, PAC, GCS of AArch64'),
    'What all of it was compiled for',
  ),
  stripped: boolean('Without symbol table'),
  debugInfo: boolean('With sections for debuggers'),
  buildId: optional(string('Hexadecimal')),
});

const schema = object({
  files: list(file, 'Programs and libraries, in the order of the walk; at most 10 000'),
  objects: integer('Object files, which are linked into something else; kernel modules are such'),
});

export type ElfFiles = Infer<typeof schema>;
export type ElfFileFact = Infer<typeof file>;

export const elfFiles = declareFact<ElfFiles>({
  name: 'elf.files',
  summary: 'Programs and libraries on ROOT, and how they were hardened',
  scope: 'bank',
  schema,
});
