import {
  type BranchProtection,
  type DynamicSection,
  type ElfFile,
  findBranchProtections,
  findBuildId,
  findStrings,
  findSymbolNames,
  isStripped,
  machineName,
  readDynamicSection,
  readImports,
  readInterpreter,
  readNotes,
  SegmentFlag,
  SegmentType,
} from '@staticfire/read/formats/elf';
import { type ElfKind, elfKind } from './elf-kind.ts';
import { FORTIFIED_FUNCTIONS, LATER_FORTIFIED_FUNCTIONS } from './fortified-functions.ts';

/** What an ELF file is, what it needs, and how it was hardened. */
export interface ElfDescription {
  readonly kind: ElfKind;
  /** As GNU's triplets name it. */
  readonly machine: string;
  readonly bits: 32 | 64;
  /** The dynamic linker that the kernel starts for it. */
  readonly interpreter?: string;
  readonly soname?: string;
  /** DT_NEEDED, in its order. */
  readonly needed: readonly string[];
  /** Directories as written; an empty one is the directory that a program is started in. */
  readonly rpath?: readonly string[];
  readonly runpath?: readonly string[];
  /** `partial` leaves the table of functions writable, as they are bound when they are first called. */
  readonly relro: 'none' | 'partial' | 'full';
  readonly bindNow: boolean;
  /** Whether it stops when a function's frame is overrun: it has `__stack_chk_fail`. `unknown` where no symbols are left. */
  readonly stackProtector: 'yes' | 'no' | 'unknown';
  /** Functions of the C library that it imports, checked form and plain form. */
  readonly fortify: { readonly checked: number; readonly unchecked: number };
  /** What PT_GNU_STACK asks for; without it the kernel decides by machine. */
  readonly stack: 'no-execute' | 'execute' | 'unstated';
  /** A loaded part is both writable and executable. */
  readonly writableCode: boolean;
  readonly textRelocations: boolean;
  readonly branchProtection: readonly BranchProtection[];
  /** Without symbol table. */
  readonly stripped: boolean;
  /** Sections for debuggers. */
  readonly debugInfo: boolean;
  /** Hexadecimal. */
  readonly buildId?: string;
}

const STACK_PROTECTOR = ['__stack_chk_fail', '__stack_chk_guard', '__intel_security_cookie'];
const DEBUG_SECTION = /^\.z?debug_info$/;

/** Throws a ReadError where a part that tells of any of it is damaged. */
export function describeElf(elf: ElfFile): ElfDescription {
  const dynamic = readDynamicSection(elf);
  const interpreter = readInterpreter(elf);
  const notes = readNotes(elf);
  const buildId = findBuildId(notes);
  const bindNow = dynamic?.bindNow ?? false;
  const hasRelro = elf.segments.some(({ type }) => type === SegmentType.gnuRelro);
  return {
    kind: elfKind(elf, dynamic, interpreter),
    machine: machineName(elf.machine),
    bits: elf.bits,
    ...(interpreter === undefined ? {} : { interpreter }),
    ...linkage(dynamic),
    relro: hasRelro ? (bindNow ? 'full' : 'partial') : 'none',
    bindNow,
    stackProtector: stackProtector(elf, dynamic),
    fortify: countFortified(dynamic === undefined ? [] : readImports(elf, dynamic)),
    stack: stackOf(elf),
    writableCode: elf.segments.some(({ type, flags }) => type === SegmentType.load && hasBits(flags, SegmentFlag.write | SegmentFlag.execute)),
    textRelocations: dynamic?.textRelocations ?? false,
    branchProtection: findBranchProtections(elf, notes),
    stripped: isStripped(elf),
    debugInfo: elf.sections.some(({ name }) => DEBUG_SECTION.test(name)),
    ...(buildId === undefined ? {} : { buildId }),
  };
}

function linkage(dynamic: DynamicSection | undefined): Pick<ElfDescription, 'soname' | 'needed' | 'rpath' | 'runpath'> {
  if (dynamic === undefined) return { needed: [] };
  const { soname, needed } = dynamic;
  const [rpath, runpath] = [directories(dynamic.rpath), directories(dynamic.runpath)];
  return {
    ...(soname === undefined ? {} : { soname }),
    needed,
    ...(rpath === undefined ? {} : { rpath }),
    ...(runpath === undefined ? {} : { runpath }),
  };
}

/** An empty text names no directory (glibc elf/dl-load.c, `decompose_rpath`). */
function directories(text: string | undefined): readonly string[] | undefined {
  return text === undefined || text === '' ? undefined : text.split(':');
}

function stackProtector(elf: ElfFile, dynamic: DynamicSection | undefined): ElfDescription['stackProtector'] {
  if (dynamic !== undefined && findStrings(dynamic.strings, STACK_PROTECTOR).length > 0) return 'yes';
  const found = findSymbolNames(elf, STACK_PROTECTOR);
  if (found !== undefined) return found.length > 0 ? 'yes' : 'no';
  return dynamic === undefined || dynamic.needed.length === 0 ? 'unknown' : 'no';
}

function countFortified(imports: readonly string[]): ElfDescription['fortify'] {
  const bare = imports.map((name) => name.replace(/^_+/, ''));
  return { checked: bare.filter(isChecked).length, unchecked: bare.filter((name) => FORTIFIED_FUNCTIONS.has(name)).length };
}

function isChecked(name: string): boolean {
  if (!name.endsWith('_chk')) return false;
  const plain = name.slice(0, -'_chk'.length);
  return FORTIFIED_FUNCTIONS.has(plain) || LATER_FORTIFIED_FUNCTIONS.has(plain);
}

function stackOf({ segments }: ElfFile): ElfDescription['stack'] {
  const segment = segments.findLast(({ type }) => type === SegmentType.gnuStack);
  if (segment === undefined) return 'unstated';
  return hasBits(segment.flags, SegmentFlag.execute) ? 'execute' : 'no-execute';
}

function hasBits(flags: number, bits: number): boolean {
  return (flags & bits) === bits;
}
