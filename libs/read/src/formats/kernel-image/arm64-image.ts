import type { BlockSource } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { latin1 } from './ascii.ts';
import { checkSectionsPresent, readEfiStub } from './efi-stub.ts';
import type { Locate } from './locate.ts';

/** The uncompressed arm64 kernel (Linux Documentation/arch/arm64/booting.rst, "Call the kernel image"). */
export interface Arm64ImageHeader {
  readonly kind: 'arm64-image';
  readonly architecture: 'aarch64';
  /** Bytes. */
  readonly textOffset: bigint;
  /** Bytes that the kernel takes in memory, BSS included; 0 in kernels before 3.17. */
  readonly imageSize: bigint;
  readonly flags: bigint;
  readonly bigEndian: boolean;
  /** Bytes; absent when the kernel does not say. */
  readonly pageSize?: 4096 | 16384 | 65536;
  /** The file is a PE image too, that firmware can start. */
  readonly hasEfiStub: boolean;
}

// Field         Offset  Length
const TEXT_OFFSET = 8; //     8
const IMAGE_SIZE = 16; //     8
const FLAGS = 24; //          8
const MAGIC = 56; //          4
export const ARM64_HEADER_LENGTH = 64;

const PAGE_SIZES = [undefined, 4096, 16384, 65536] as const;

export function isArm64Image(head: Uint8Array): boolean {
  return head.length >= ARM64_HEADER_LENGTH && latin1(head.subarray(MAGIC, MAGIC + 4)) === 'ARM\x64';
}

/** A file that ends before the sections of its EFI stub do is a FormatError. */
export function readArm64Image(source: BlockSource, head: Uint8Array, locate: Locate): Arm64ImageHeader {
  const view = new ByteView(head, 'arm64 image header', source.origin);
  const flags = view.u64(FLAGS);
  const stub = readEfiStub(source, head);
  if (stub !== undefined) checkSectionsPresent(source, stub, locate);
  const pageSize = PAGE_SIZES[Number((flags >> 1n) & 3n)];
  return {
    kind: 'arm64-image',
    architecture: 'aarch64',
    textOffset: view.u64(TEXT_OFFSET),
    imageSize: view.u64(IMAGE_SIZE),
    flags,
    bigEndian: (flags & 1n) === 1n,
    ...(pageSize === undefined ? {} : { pageSize }),
    hasEfiStub: stub !== undefined,
  };
}
