import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView } from '../../bytes/index.ts';
import { Incompat, unsupported } from './features.ts';

/** Z_EROFS_COMPRESSION_*, by bit of available_compr_algs. */
const ALGORITHMS: readonly string[] = ['lz4', 'lzma', 'deflate', 'zstd'];
const LZ4_BIT = 1;
const ALGORITHMS_AT = 84; // available_compr_algs, or lz4_max_distance
const LZ4_CONFIG_LENGTH = 14;
const LZ4_WHOLE_WINDOW = 65_535;
/** Z_EROFS_PCLUSTER_MAX_SIZE: stored bytes of one physical cluster. */
const MAX_PCLUSTER_LENGTH = 1024 * 1024;

export interface CompressionConfig {
  /** Stored blocks of one physical cluster at most. */
  readonly maxBlocks: number;
  /** LZ4 data ends where its cluster ends, after leading zeros; without it, the data begins the cluster and something may follow. */
  readonly zeroPadding: boolean;
}

interface Read {
  readonly compression: CompressionConfig;
  readonly algorithms: readonly string[];
  readonly headLength: number;
}

/** What the superblock says of compression; for feature compr_cfgs (big_pcluster) records that follow it, one for each algorithm. */
export function readCompressionConfig(source: BlockSource, superBlock: ByteView, incompat: number): Read {
  const zeroPadding = (incompat & Incompat.zeroPadding) !== 0;
  const value = superBlock.u16(ALGORITHMS_AT);
  if ((incompat & Incompat.compressionConfigs) === 0) {
    checkWindow(superBlock, 'lz4_max_distance', ALGORITHMS_AT, value);
    return { compression: { maxBlocks: 1, zeroPadding }, algorithms: zeroPadding || value !== 0 ? ['lz4'] : [], headLength: superBlock.length };
  }
  const others = ALGORITHMS.filter((_, bit) => bit > 0 && (value >>> bit) & 1);
  if (value >>> ALGORITHMS.length !== 0) others.push(`algorithms 0x${value.toString(16)}`);
  if (others.length > 0) throw unsupported(superBlock, 'available_compr_algs', ALGORITHMS_AT, others.join(', '));
  if (value !== LZ4_BIT) return { compression: { maxBlocks: 1, zeroPadding }, algorithms: [], headLength: superBlock.length };
  const { maxBlocks, length } = readLz4Config(source, superBlock);
  return { compression: { maxBlocks, zeroPadding }, algorithms: ['lz4'], headLength: superBlock.length + length };
}

/** A u16 length, then struct z_erofs_lz4_cfgs. */
function readLz4Config(source: BlockSource, superBlock: ByteView): { maxBlocks: number; length: number } {
  const offset = superBlock.offset - source.origin + superBlock.length;
  const view = new ByteView(readBytes(source, offset, 2 + LZ4_CONFIG_LENGTH), 'erofs lz4 configuration', source.origin + offset);
  const length = view.u16(0);
  if (length < LZ4_CONFIG_LENGTH) throw view.error('length', 0, length, `at least ${LZ4_CONFIG_LENGTH}`);
  checkWindow(view, 'max_distance', 2, view.u16(2));
  const blocks = view.u16(4);
  const most = MAX_PCLUSTER_LENGTH / 2 ** superBlock.u8(12);
  if (blocks > most) throw view.error('max_pclusterblks', 4, blocks, `at most ${most}`);
  return { maxBlocks: Math.max(blocks, 1), length: 2 + length };
}

/** With a smaller window the kernel keeps fewer bytes to refer to: what it reads may then depend on the pages it happens to have. */
function checkWindow(view: ByteView, field: string, at: number, distance: number): void {
  if (distance !== 0 && distance !== LZ4_WHOLE_WINDOW) throw unsupported(view, field, at, `an LZ4 window of ${distance} bytes`);
}
