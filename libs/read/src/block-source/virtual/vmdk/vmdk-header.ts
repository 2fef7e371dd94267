import { type ByteView, FormatError, LimitError, UnsupportedError } from '../../../bytes/index.ts';
import type { BlockSource } from '../../block-source.ts';
import { viewContainer } from '../../compressed/container-view.ts';

export const SECTOR = 512;
const STRUCTURE = 'VMDK header';
const MAGIC = 0x564d444b;
/** In the place of the grain directory's offset: a footer tells it. */
const AT_END = 0xffffffffffffffffn;
/** Footer marker, footer, end-of-stream marker. */
const FOOTER_SECTORS = 3;
const FOOTER_MARKER = 3;
/** Bits of `flags`. */
const NEWLINES = 0x1;
const REDUNDANT_TABLES = 0x2;
const ZERO_GRAINS = 0x4;
const COMPRESSED = 0x10000;
const MARKERS = 0x20000;
const KNOWN_FLAGS = NEWLINES | REDUNDANT_TABLES | ZERO_GRAINS | COMPRESSED | MARKERS;
/** What a transfer as text would change: \n, space, \r, \n. */
const NEWLINE_BYTES = 0x0a0d200a;
const DEFLATE = 1;
const MAX_GRAIN_SECTORS = 4096;
const MAX_TABLE_ENTRIES = 512;
/** 32 TiB in grains of 64 KiB and tables of 512. */
const MAX_DIRECTORY_ENTRIES = 2 ** 20;

/** "Hosted Sparse Extent Header" of VMware's Virtual Disk Format 1.1. Offsets and lengths are bytes. */
export interface VmdkHeader {
  /** Of the disk. */
  readonly capacity: number;
  readonly grainLength: number;
  /** Of each grain table. */
  readonly tableEntries: number;
  readonly directoryOffset: number;
  readonly directoryEntries: number;
  readonly descriptorOffset: number;
  readonly descriptorLength: number;
  /** What the header, the descriptor and, unless there is a footer, the tables take; grains come behind it. */
  readonly overhead: number;
  /** Each grain is a zlib stream behind a marker. */
  readonly compressed: boolean;
  /** An entry of 1 is a grain of zeros. */
  readonly zeroGrains: boolean;
  /** It was not closed. */
  readonly unclean: boolean;
}

/** Decodes and checks the header of a sparse extent, or its footer when it tells where the grain directory is. */
export function readVmdkHeader(file: BlockSource): VmdkHeader {
  const first = viewContainer(file, STRUCTURE, 0, SECTOR);
  if (first.u64(56) !== AT_END) return decodeHeader(first, file);
  const footer = readFooter(file);
  for (const [field, at] of [
    ['capacity', 12],
    ['grainSize', 20],
  ] as const) {
    if (footer.u64(at) !== first.u64(at)) throw footer.error(field, at, footer.u64(at), first.u64(at));
  }
  return { ...decodeHeader(footer, file), ...readDescriptorPlace(first) };
}

function readFooter(file: BlockSource): ByteView {
  const view = viewContainer(file, 'VMDK footer', file.length - FOOTER_SECTORS * SECTOR, FOOTER_SECTORS * SECTOR);
  if (view.u32(8) !== 0 || view.u32(12) !== FOOTER_MARKER) throw view.error('footer marker', 12, view.u32(12), FOOTER_MARKER);
  const footer = view.view(SECTOR, SECTOR);
  if (footer.u64(56) === AT_END) throw footer.error('gdOffset', 56, AT_END, 'the place of the grain directory');
  const end = 2 * SECTOR;
  if (view.u64(end) !== 0n || view.u32(end + 8) !== 0 || view.u32(end + 12) !== 0) throw view.error('end-of-stream marker', end);
  return footer;
}

function decodeHeader(view: ByteView, file: BlockSource): VmdkHeader {
  if (view.u32(0) !== MAGIC) throw view.error('magicNumber', 0, view.u32(0), MAGIC);
  const version = view.u32(4);
  if (version < 1 || version > 3) throw unsupported(view, 'version', 4, version, '1 to 3');
  const flags = readFlags(view);
  const grains = readGeometry(view, file);
  const overhead = sectors(view, 64, 'overHead');
  if (overhead > file.length) throw view.error('overHead', 64, overhead / SECTOR, `at most the file's ${file.length} bytes`);
  return {
    ...grains,
    ...readDescriptorPlace(view),
    overhead,
    compressed: (flags & COMPRESSED) !== 0,
    zeroGrains: (flags & ZERO_GRAINS) !== 0,
    unclean: view.u8(72) !== 0,
  };
}

function readFlags(view: ByteView): number {
  const flags = view.u32(8);
  const unknown = (flags & ~KNOWN_FLAGS) >>> 0;
  if (unknown !== 0) throw unsupported(view, 'flags', 8, `0x${unknown.toString(16)}`, 'bits 0, 1, 2, 16 and 17');
  if ((flags & NEWLINES) !== 0 && view.u32(73) !== NEWLINE_BYTES) {
    const message = 'the file was changed by a transfer as text';
    throw new FormatError({ structure: view.structure, field: 'singleEndLineChar', offset: view.offset + 73, message });
  }
  const algorithm = view.u16(77);
  if (algorithm > DEFLATE) throw unsupported(view, 'compressAlgorithm', 77, algorithm, '0 (none) or 1 (deflate)');
  const isCompressed = (flags & COMPRESSED) !== 0;
  if (isCompressed !== (algorithm === DEFLATE)) throw view.error('compressAlgorithm', 77, algorithm, isCompressed ? DEFLATE : 0);
  if (isCompressed !== ((flags & MARKERS) !== 0)) throw unsupported(view, 'flags', 8, `0x${flags.toString(16)}`, 'compressed grains with markers, or neither');
  return flags;
}

function readGeometry(view: ByteView, file: BlockSource) {
  const capacity = sectors(view, 12, 'capacity');
  const grainLength = sectors(view, 20, 'grainSize');
  const tableEntries = view.u32(44);
  const grainSectors = grainLength / SECTOR;
  if (grainSectors < 1 || grainSectors % 1 !== 0 || !isPowerOfTwo(grainSectors)) throw view.error('grainSize', 20, grainSectors, 'a power of two');
  if (grainSectors > MAX_GRAIN_SECTORS) throw limit(view, 'grainSize', 20, grainSectors, MAX_GRAIN_SECTORS);
  if (tableEntries < 1 || tableEntries > MAX_TABLE_ENTRIES) throw view.error('numGTEsPerGT', 44, tableEntries, `1 to ${MAX_TABLE_ENTRIES}`);
  const directoryEntries = Math.ceil(capacity / (grainLength * tableEntries));
  if (directoryEntries > MAX_DIRECTORY_ENTRIES) throw limit(view, 'capacity', 12, capacity / SECTOR, MAX_DIRECTORY_ENTRIES * tableEntries * grainSectors);
  const directoryOffset = sectors(view, 56, 'gdOffset');
  if (directoryOffset < SECTOR || directoryOffset + directoryEntries * 4 > file.length) {
    throw view.error('gdOffset', 56, directoryOffset / SECTOR, `${directoryEntries * 4} bytes behind the header and inside the file's ${file.length}`);
  }
  return { capacity, grainLength, tableEntries, directoryOffset, directoryEntries };
}

function readDescriptorPlace(view: ByteView): Pick<VmdkHeader, 'descriptorOffset' | 'descriptorLength'> {
  return { descriptorOffset: sectors(view, 28, 'descriptorOffset'), descriptorLength: sectors(view, 36, 'descriptorSize') };
}

/** In bytes what a field tells in sectors. */
function sectors(view: ByteView, at: number, field: string): number {
  const bytes = view.safeU64(at, field) * SECTOR;
  if (bytes > Number.MAX_SAFE_INTEGER) throw view.error(field, at, bytes / SECTOR, 'at most 2^44 - 1');
  return bytes;
}

function isPowerOfTwo(value: number): boolean {
  return 2 ** Math.round(Math.log2(value)) === value;
}

function limit(view: ByteView, field: string, at: number, found: number, most: number): LimitError {
  return new LimitError({ structure: view.structure, field, offset: view.offset + at, found, expected: `at most ${most}` });
}

function unsupported(view: ByteView, field: string, at: number, found: number | string, expected: string): UnsupportedError {
  return new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found, expected });
}
