import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, UnsupportedError } from '../../bytes/index.ts';
import type { KernelArchitecture } from './architecture.ts';
import { latin1 } from './ascii.ts';
import { readEfiStub } from './efi-stub.ts';
import type { PayloadPlace } from './payload.ts';

/** The x86 setup header (Linux Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header"). */
export interface BzImageHeader {
  readonly kind: 'bzImage';
  /** From the EFI stub's PE header, else from XLF_KERNEL_64. */
  readonly architecture: KernelArchitecture;
  /** Boot protocol version: 0x020f is 2.15. */
  readonly protocol: number;
  /** `6.1.112 (builder@host) #1 SMP …`; absent when the header points at no string. */
  readonly kernelVersion?: string;
  readonly loadFlags: number;
  readonly extendedLoadFlags: number;
  /** The file is a PE image too, that firmware can start. */
  readonly hasEfiStub: boolean;
  /** Byte of the file where the protected-mode code begins. */
  readonly protectedModeOffset: number;
  /** As the header counts it, in units of 16 bytes; the file may end inside the last unit. */
  readonly protectedModeLength: number;
}

// Field            Offset  Length  Since
const SETUP_SECTS = 0x1f1; //    1
const SYSSIZE = 0x1f4; //        4  2.04
const BOOT_FLAG = 0x1fe; //      2
const HEADER = 0x202; //         4
const VERSION = 0x206; //        2
const KERNEL_VERSION = 0x20e; // 2
const LOADFLAGS = 0x211; //      1
const XLOADFLAGS = 0x236; //     2  2.12
const PAYLOAD_OFFSET = 0x248; // 4  2.08
const PAYLOAD_LENGTH = 0x24c; // 4  2.08
export const SETUP_HEADER_END = 0x250;

const SECTOR = 512;
const PARAGRAPH = 16;
const BOOT_FLAG_VALUE = 0xaa55;
const XLF_KERNEL_64 = 1;
const DEFAULT_SETUP_SECTS = 4;
const FIRST_WITH_PAYLOAD = 0x208;
const FIRST_WITH_XLOADFLAGS = 0x20c;
const STRUCTURE = 'x86 setup header';

export function isBzImage(head: Uint8Array): boolean {
  return head.length >= SETUP_HEADER_END && latin1(head.subarray(HEADER, HEADER + 4)) === 'HdrS';
}

export function readBzImage(source: BlockSource, head: Uint8Array): { header: BzImageHeader; payload: PayloadPlace } {
  const view = new ByteView(head, STRUCTURE, source.origin);
  if (view.u16(BOOT_FLAG) !== BOOT_FLAG_VALUE) throw view.error('boot_flag', BOOT_FLAG, view.u16(BOOT_FLAG), BOOT_FLAG_VALUE);
  const protocol = view.u16(VERSION);
  if (protocol < FIRST_WITH_PAYLOAD) throw unsupported(view, 'version', VERSION, protocol, `at least ${FIRST_WITH_PAYLOAD}`);
  const loadFlags = view.u8(LOADFLAGS);
  const protectedModeOffset = ((view.u8(SETUP_SECTS) || DEFAULT_SETUP_SECTS) + 1) * SECTOR;
  const extendedLoadFlags = protocol >= FIRST_WITH_XLOADFLAGS ? view.u16(XLOADFLAGS) : 0;
  const kernelVersion = readKernelVersion(source, view, protectedModeOffset);
  const protectedModeLength = checkedProtectedModeLength(source, view, protectedModeOffset);
  const stub = readEfiStub(source, head);
  const header: BzImageHeader = {
    kind: 'bzImage',
    architecture: stub?.architecture ?? ((extendedLoadFlags & XLF_KERNEL_64) === 0 ? 'i686' : 'x86_64'),
    protocol,
    ...(kernelVersion === undefined ? {} : { kernelVersion }),
    loadFlags,
    extendedLoadFlags,
    hasEfiStub: stub !== undefined,
    protectedModeOffset,
    protectedModeLength,
  };
  return { header, payload: payloadPlace(source, view, header) };
}

function checkedProtectedModeLength(source: BlockSource, view: ByteView, start: number): number {
  const length = view.u32(SYSSIZE) * PARAGRAPH;
  const available = source.length - start;
  if (length === 0 || length - (PARAGRAPH - 1) > available) throw view.error('syssize', SYSSIZE, view.u32(SYSSIZE), `1 to ${Math.ceil(available / PARAGRAPH)}`);
  return length;
}

/** The string lies in the setup code, between the second sector and the protected-mode code. */
function readKernelVersion(source: BlockSource, view: ByteView, setupEnd: number): string | undefined {
  const pointer = view.u16(KERNEL_VERSION);
  if (pointer === 0) return undefined;
  const start = pointer + SECTOR;
  if (start >= setupEnd) throw view.error('kernel_version', KERNEL_VERSION, pointer, `less than ${setupEnd - SECTOR}`);
  const bytes = readBytes(source, start, Math.min(setupEnd, source.length) - start);
  if (!bytes.includes(0)) throw view.error('kernel_version', KERNEL_VERSION, pointer, 'a string that ends inside the setup code');
  return latin1(bytes);
}

/** gzip needs no size word of its own: its trailer ends with the length. */
function payloadPlace(source: BlockSource, view: ByteView, header: BzImageHeader): PayloadPlace {
  const [offset, length] = [view.u32(PAYLOAD_OFFSET), view.u32(PAYLOAD_LENGTH)];
  const available = Math.min(header.protectedModeLength, source.length - header.protectedModeOffset);
  if (offset >= available) throw view.error('payload_offset', PAYLOAD_OFFSET, offset, `less than ${available}`);
  if (length > available - offset) throw view.error('payload_length', PAYLOAD_LENGTH, length, `at most ${available - offset}`);
  return { offset: header.protectedModeOffset + offset, length, sizeWord: 'inside' };
}

function unsupported(view: ByteView, field: string, at: number, found: number, expected: string): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found, expected });
}
