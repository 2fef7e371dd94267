import type { ByteView } from '../../bytes/index.ts';
import { unsupported } from './features.ts';
import type { Inode } from './inode.ts';
import { alignUp, readMetadata, type Volume } from './volume.ts';

const ALIGNMENT = 8;
export const MAP_HEADER_LENGTH = 8;
const ADVISE_AT = 4;
const ALGORITHM_AT = 6;
const CLUSTER_BITS_AT = 7;
const CLUSTER_BITS_MASK = 0xf;
const WHOLE_FILE_FRAGMENT_BIT = 0x80;
/** The widest field for an offset inside a cluster. */
const MAX_COMPACT_BITS = 14;
const KNOWN_ADVISE = 0x3f;

/** Z_EROFS_ADVISE_* */
const Advise = { compacted2b: 0x1, bigPcluster1: 0x2, bigPcluster2: 0x4, inlinePcluster: 0x8, interlaced: 0x10, fragment: 0x20 } as const;

/** struct z_erofs_map_header, which stands before the index of a compressed file. */
export interface MapHeader {
  readonly offset: number; // from the filesystem's start
  /** Bits of a logical cluster's length, the unit of the index. */
  readonly clusterBits: number;
  /** Compact index: parts of it have two bytes for an entry. */
  readonly compacted2b: boolean;
  /** Compressed clusters, and plain ones, may be longer than a block. */
  readonly bigCompressed: boolean;
  readonly bigPlain: boolean;
  readonly interlaced: boolean;
}

export function readMapHeader(volume: Volume, inode: Inode): MapHeader {
  const offset = alignUp(inode.bodyOffset, ALIGNMENT);
  const view = readMetadata(volume, offset, MAP_HEADER_LENGTH, `erofs map header of inode ${inode.nid}`);
  const clusterBits = readClusterBits(volume, inode, view);
  const advise = view.u16(ADVISE_AT);
  rejectAdvice(view, inode, advise);
  checkAlgorithm(volume, view);
  const has = (bit: number): boolean => (advise & bit) !== 0;
  if (inode.layout === 'compressed-compact' && has(Advise.bigPcluster1) !== has(Advise.bigPcluster2))
    throw view.error('h_advise', ADVISE_AT, hex(advise), 'both big pcluster bits or none, as the index is compact');
  return {
    offset,
    clusterBits,
    compacted2b: has(Advise.compacted2b),
    bigCompressed: has(Advise.bigPcluster1),
    bigPlain: has(Advise.bigPcluster2),
    interlaced: has(Advise.interlaced),
  };
}

/** Stored as bits more than a block's; no tool writes any but 0. */
function readClusterBits({ blockSize }: Volume, { layout }: Inode, view: ByteView): number {
  const value = view.u8(CLUSTER_BITS_AT);
  if ((value & WHOLE_FILE_FRAGMENT_BIT) !== 0) throw unsupported(view, 'h_clusterbits', CLUSTER_BITS_AT, 'fragments');
  if ((value & ~CLUSTER_BITS_MASK) !== 0) throw view.error('h_clusterbits', CLUSTER_BITS_AT, hex(value), 'no reserved bits');
  if (value !== 0) throw unsupported(view, 'h_clusterbits', CLUSTER_BITS_AT, `logical clusters of ${2 ** value} blocks`);
  const bits = Math.log2(blockSize);
  if (layout === 'compressed-compact' && bits > MAX_COMPACT_BITS)
    throw view.error('h_clusterbits', CLUSTER_BITS_AT, bits, `at most ${MAX_COMPACT_BITS} bits in a compact index`);
  return bits;
}

function rejectAdvice(view: ByteView, { layout }: Inode, advise: number): void {
  if ((advise & Advise.inlinePcluster) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, 'ztailpacking');
  if ((advise & Advise.fragment) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, 'fragments');
  if (layout === 'compressed-full' && (advise & Advise.compacted2b) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, 'extent records (48bit)');
  if ((advise & ~KNOWN_ADVISE) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, `advice ${hex(advise)}`);
}

/** Bits 0 to 3 are the algorithm of HEAD1 clusters, 4 to 7 that of HEAD2 ones, which are not read. */
function checkAlgorithm({ superBlock }: Volume, view: ByteView): void {
  const algorithm = view.u8(ALGORITHM_AT);
  if (algorithm !== 0) throw unsupported(view, 'h_algorithmtype', ALGORITHM_AT, `algorithm ${hex(algorithm)}`);
  if (!superBlock.algorithms.includes('lz4')) throw view.error('h_algorithmtype', ALGORITHM_AT, 'lz4', 'an algorithm that the superblock names');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
