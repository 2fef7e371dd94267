import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError } from '../../bytes/index.ts';
import { type KernelArchitecture, PE_ARCHITECTURES } from './architecture.ts';
import { latin1 } from './ascii.ts';
import type { Locate } from './locate.ts';

/** What makes a kernel an EFI application. */
export interface EfiStub {
  readonly architecture: KernelArchitecture;
  readonly sectionCount: number;
  /** Byte of the file. */
  readonly sectionTable: number;
}

const DOS_PE_OFFSET = 0x3c;

// PE header          Offset  Length
const SIGNATURE = 0; //            4  `PE\0\0`
const MACHINE = 4; //              2
const SECTION_COUNT = 6; //        2
const OPTIONAL_LENGTH = 20; //     2
const HEADER_LENGTH = 24;

// Section            Offset  Length
const RAW_LENGTH = 16; //          4
const RAW_OFFSET = 20; //          4
const SECTION_LENGTH = 40;

const MAX_SECTIONS = 96;

/** Undefined when the file is no PE image, or one for a machine that Linux kernels with an EFI stub do not exist for. */
export function readEfiStub(source: BlockSource, head: Uint8Array): EfiStub | undefined {
  if (head.length < DOS_PE_OFFSET + 4 || latin1(head.subarray(0, 2)) !== 'MZ') return undefined;
  const at = new ByteView(head, 'DOS header', source.origin).u32(DOS_PE_OFFSET);
  if (at + HEADER_LENGTH > source.length) return undefined;
  const header = new ByteView(readBytes(source, at, HEADER_LENGTH), 'PE header', source.origin + at);
  const architecture = PE_ARCHITECTURES.get(header.u16(MACHINE));
  if (header.u32(SIGNATURE) !== 0x4550 || architecture === undefined) return undefined;
  return { architecture, sectionCount: header.u16(SECTION_COUNT), sectionTable: at + HEADER_LENGTH + header.u16(OPTIONAL_LENGTH) };
}

/** Throws when the file ends before its sections do: part of the kernel is missing. */
export function checkSectionsPresent(source: BlockSource, stub: EfiStub, locate: Locate): void {
  for (let index = 0; index < Math.min(stub.sectionCount, MAX_SECTIONS); index++) {
    const at = stub.sectionTable + index * SECTION_LENGTH;
    const end = at + SECTION_LENGTH > source.length ? Number.POSITIVE_INFINITY : sectionEnd(source, at);
    if (end <= source.length) continue;
    throw new FormatError({ structure: 'PE section table', field: 'SizeOfRawData', ...locate(at), found: end, expected: `at most ${source.length}` });
  }
}

function sectionEnd(source: BlockSource, at: number): number {
  const section = new ByteView(readBytes(source, at, SECTION_LENGTH), 'PE section table', at);
  return section.u32(RAW_OFFSET) + section.u32(RAW_LENGTH);
}
