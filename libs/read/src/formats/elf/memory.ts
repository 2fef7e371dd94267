import { readBytes } from '../../block-source/index.ts';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { SegmentType } from './elf-constants.ts';
import type { ElfFile } from './elf-file.ts';

/** A stretch of the file that is loaded at an address. */
export interface LoadedRange {
  readonly offset: number;
  /** Bytes that follow in the same segment. */
  readonly length: number;
}

/**
 * Where the file holds what is at an address (without the load bias): the last PT_LOAD that covers it, as the kernel maps them in
 * their order. Undefined where the file has nothing of it, as for zeros behind the data.
 */
export function findAddress({ segments }: Pick<ElfFile, 'segments'>, address: bigint): LoadedRange | undefined {
  const segment = segments.findLast(
    ({ type, address: start, fileLength }) => type === SegmentType.load && address >= start && address < start + BigInt(fileLength),
  );
  if (segment === undefined) return undefined;
  const within = Number(address - segment.address);
  return { offset: segment.offset + within, length: segment.fileLength - within };
}

/** What an address and a length from the file lead to; `structure` and `limit` are for errors. */
export interface MemoryPlace {
  readonly structure: string;
  readonly address: bigint;
  readonly length: number;
  readonly limit: number;
}

/** The bytes at an address, with their place in the file. Not all in one segment → FormatError; longer than `limit` → LimitError. */
export function readMemory(elf: ElfFile, { structure, address, length, limit }: MemoryPlace): { readonly bytes: Uint8Array; readonly offset: number } {
  const range = findAddress(elf, address);
  if (range === undefined || range.length < length) {
    const message = `${length} bytes at address 0x${address.toString(16)} are in no loaded part of the file`;
    throw new FormatError({ structure, offset: elf.source.origin, message });
  }
  if (length > limit) throw new LimitError({ structure, offset: elf.source.origin + range.offset, message: `${length} bytes, at most ${limit} are read` });
  return { bytes: readBytes(elf.source, range.offset, length), offset: range.offset };
}
