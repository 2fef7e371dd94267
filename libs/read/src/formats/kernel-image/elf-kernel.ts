import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError, UnsupportedError } from '../../bytes/index.ts';
import { ELF_ARCHITECTURES, type KernelArchitecture } from './architecture.ts';
import { startsWith } from './ascii.ts';

/** A plain `vmlinux`. */
export interface ElfKernelHeader {
  readonly kind: 'elf';
  /** Absent for a machine that is not in our table. */
  readonly architecture?: KernelArchitecture;
}

const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];
// ELF header     Offset  Length
const EI_CLASS = 4; //         1
const EI_DATA = 5; //          1
const E_MACHINE = 18; //       2
const E_PHOFF = 32; //         8
const E_PHENTSIZE = 54; //     2
const E_PHNUM = 56; //         2

// Program header Offset  Length
const P_OFFSET = 8; //         8
const P_FILESZ = 32; //        8
const PROGRAM_HEADER_LENGTH = 56;

const CLASS_64 = 2;
const LITTLE_ENDIAN = 1;
const MAX_PROGRAM_HEADERS = 64;

export function isElf(head: Uint8Array): boolean {
  return startsWith(head, ELF_MAGIC);
}

/** 64-bit, little-endian. A file that ends before its segments do is a FormatError. */
export function readElfKernel(source: BlockSource, head: Uint8Array): ElfKernelHeader {
  const view = new ByteView(head, 'ELF header', source.origin);
  expectByte(view, 'EI_CLASS', EI_CLASS, CLASS_64);
  expectByte(view, 'EI_DATA', EI_DATA, LITTLE_ENDIAN);
  checkSegmentsPresent(source, view);
  const architecture = ELF_ARCHITECTURES.get(view.u16(E_MACHINE));
  return { kind: 'elf', ...(architecture === undefined ? {} : { architecture }) };
}

function expectByte(view: ByteView, field: string, at: number, expected: number): void {
  const found = view.u8(at);
  if (found !== expected) throw new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found, expected });
}

function checkSegmentsPresent(source: BlockSource, view: ByteView): void {
  const [start, count, size] = [view.safeU64(E_PHOFF, 'e_phoff'), view.u16(E_PHNUM), view.u16(E_PHENTSIZE)];
  if (count === 0 || count > MAX_PROGRAM_HEADERS) throw view.error('e_phnum', E_PHNUM, count, `1 to ${MAX_PROGRAM_HEADERS}`);
  if (size !== PROGRAM_HEADER_LENGTH) throw view.error('e_phentsize', E_PHENTSIZE, size, PROGRAM_HEADER_LENGTH);
  const table = new ByteView(readBytes(source, start, count * size), 'ELF program header', source.origin + start);
  for (let at = 0; at < table.length; at += size) {
    const end = table.u64(at + P_OFFSET) + table.u64(at + P_FILESZ);
    if (end <= BigInt(source.length)) continue;
    throw new FormatError({
      structure: table.structure,
      field: 'p_filesz',
      offset: table.offset + at + P_FILESZ,
      found: end,
      expected: `at most ${source.length}`,
    });
  }
}
