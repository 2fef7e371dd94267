import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { Incompat, unsupported } from './features.ts';
import { alignUp } from './volume.ts';

/** Z_EROFS_COMPRESSION_*, by bit of available_compr_algs and by number. */
export const ALGORITHMS = ['lz4', 'lzma', 'deflate', 'zstd'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

const ALGORITHMS_AT = 84; // available_compr_algs, or lz4_max_distance
const RECORD_ALIGNMENT = 4;
/** struct z_erofs_lz4_cfgs and so on. */
const RECORD_LENGTHS: Readonly<Record<Algorithm, number>> = { lz4: 14, lzma: 14, deflate: 6, zstd: 6 };
const LZ4_WHOLE_WINDOW = 65_535;
/** Z_EROFS_PCLUSTER_MAX_SIZE: stored bytes of one physical cluster. */
const MAX_PCLUSTER_LENGTH = 1024 * 1024;
const MIN_LZMA_DICTIONARY = 4096;
const MAX_LZMA_DICTIONARY = 8 * 1024 * 1024;
const MAX_DEFLATE_WINDOW_BITS = 15;
const MAX_ZSTD_WINDOW_BITS = 10; // more than 1 KiB has

export interface CompressionConfig {
  /** Stored blocks of one physical cluster at most. */
  readonly maxBlocks: number;
  /** LZ4 data ends where its cluster ends, after leading zeros; without it, the data begins the cluster and something may follow. */
  readonly zeroPadding: boolean;
  /** Bytes; 0 without LZMA. */
  readonly lzmaDictionary: number;
}

interface Read {
  readonly compression: CompressionConfig;
  readonly algorithms: readonly Algorithm[];
  readonly headLength: number;
}

/** What the superblock says of compression; for feature compr_cfgs (big_pcluster) records that follow it, one for each algorithm. */
export function readCompressionConfig(source: BlockSource, superBlock: ByteView, incompat: number): Read {
  const zeroPadding = (incompat & Incompat.zeroPadding) !== 0;
  const value = superBlock.u16(ALGORITHMS_AT);
  if ((incompat & Incompat.compressionConfigs) === 0) {
    checkWindow(superBlock, 'lz4_max_distance', ALGORITHMS_AT, value);
    const compression = { maxBlocks: 1, zeroPadding, lzmaDictionary: 0 };
    return { compression, algorithms: zeroPadding || value !== 0 ? ['lz4'] : [], headLength: superBlock.length };
  }
  if (value >>> ALGORITHMS.length !== 0) throw unsupported(superBlock, 'available_compr_algs', ALGORITHMS_AT, `algorithms 0x${value.toString(16)}`);
  const algorithms = ALGORITHMS.filter((_, bit) => (value >>> bit) & 1);
  return { algorithms, ...readRecords(source, superBlock, algorithms, zeroPadding) };
}

function readRecords(source: BlockSource, superBlock: ByteView, algorithms: readonly Algorithm[], zeroPadding: boolean): Omit<Read, 'algorithms'> {
  const start = superBlock.offset - source.origin;
  const most = MAX_PCLUSTER_LENGTH / 2 ** superBlock.u8(12);
  const found = { lz4Blocks: 1, lzmaDictionary: 0 };
  let offset = start + superBlock.length;
  for (const algorithm of algorithms) {
    const record = readRecord(source, alignUp(offset, RECORD_ALIGNMENT), algorithm);
    if (algorithm === 'lz4') found.lz4Blocks = readLz4Blocks(record, most);
    if (algorithm === 'lzma') found.lzmaDictionary = readLzmaDictionary(record);
    if (algorithm === 'deflate') checkDeflate(record);
    if (algorithm === 'zstd') checkZstd(record);
    offset = record.offset - source.origin + 2 + record.u16(0);
  }
  // Only LZ4 says how much one cluster may have stored.
  const maxBlocks = algorithms.some((algorithm) => algorithm !== 'lz4') ? most : found.lz4Blocks;
  return { compression: { maxBlocks, zeroPadding, lzmaDictionary: found.lzmaDictionary }, headLength: offset - start };
}

/** A u16 length, then the algorithm's own structure; the view spans both. */
function readRecord(source: BlockSource, offset: number, algorithm: Algorithm): ByteView {
  const expected = RECORD_LENGTHS[algorithm];
  const view = new ByteView(readBytes(source, offset, 2 + expected), `erofs ${algorithm} configuration`, source.origin + offset);
  const length = view.u16(0);
  if (length < expected) throw view.error('length', 0, length, `at least ${expected}`);
  return view;
}

function readLz4Blocks(view: ByteView, most: number): number {
  checkWindow(view, 'max_distance', 2, view.u16(2));
  const blocks = view.u16(4);
  if (blocks > most) throw view.error('max_pclusterblks', 4, blocks, `at most ${most}`);
  return Math.max(blocks, 1);
}

function readLzmaDictionary(view: ByteView): number {
  const size = view.u32(2);
  if (size < MIN_LZMA_DICTIONARY || size > MAX_LZMA_DICTIONARY)
    throw view.error('dict_size', 2, size, `${MIN_LZMA_DICTIONARY} to ${MAX_LZMA_DICTIONARY} bytes`);
  if (view.u16(6) !== 0) throw unsupported(view, 'format', 6, `LZMA format ${view.u16(6)}`);
  return size;
}

function checkDeflate(view: ByteView): void {
  const bits = view.u8(2);
  if (bits > MAX_DEFLATE_WINDOW_BITS) throw view.error('windowbits', 2, bits, `at most ${MAX_DEFLATE_WINDOW_BITS}`);
}

function checkZstd(view: ByteView): void {
  if (view.u8(2) !== 0) throw unsupported(view, 'format', 2, `zstd format ${view.u8(2)}`);
  const bits = view.u8(3);
  if (bits > MAX_ZSTD_WINDOW_BITS) throw view.error('windowlog', 3, bits, `at most ${MAX_ZSTD_WINDOW_BITS}`);
}

/** With a smaller window the kernel keeps fewer bytes to refer to: what it reads may then depend on the pages it happens to have. */
function checkWindow(view: ByteView, field: string, at: number, distance: number): void {
  if (distance !== 0 && distance !== LZ4_WHOLE_WINDOW) throw unsupported(view, field, at, `an LZ4 window of ${distance} bytes`);
}
