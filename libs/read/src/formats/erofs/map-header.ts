import type { ByteView } from '../../bytes/index.ts';
import { ALGORITHMS, type Algorithm } from './compression-config.ts';
import { unsupported } from './features.ts';
import type { Inode } from './inode.ts';
import { alignUp, readMetadata, type Volume } from './volume.ts';

const ALIGNMENT = 8;
export const MAP_HEADER_LENGTH = 8;
const INLINE_LENGTH_AT = 2;
const ADVISE_AT = 4;
const ALGORITHM_AT = 6;
const CLUSTER_BITS_AT = 7;
const CLUSTER_BITS_MASK = 0xf;
const WHOLE_FILE_FRAGMENT_BIT = 0x80;
/** The same bit of the whole header as a number. */
const WHOLE_FILE_FRAGMENT = 1n << 63n;
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
  /** Of heads of either kind. */
  readonly algorithms: readonly [Algorithm, Algorithm];
  /** Stored bytes of the last cluster, which follows the index; 0 when it is in blocks like the others. */
  readonly inlineLength: number; // h_idata_size
  /** Where the file's end lies in the packed inode; undefined when it does not. Of a full index the low 32 bits. */
  readonly fragmentOffset: number | undefined; // h_fragmentoff
}

/** Where a compressed file lies that is nothing but a fragment, so that it has no index. */
export interface WholeFragment {
  readonly end: number; // of the header, from the filesystem's start
  readonly fragmentOffset: number;
}

/** The header; of a file that is one fragment, where that is. */
export function readMapHeader(volume: Volume, inode: Inode): MapHeader | WholeFragment {
  const offset = alignUp(inode.bodyOffset, ALIGNMENT);
  const view = readMetadata(volume, offset, MAP_HEADER_LENGTH, `erofs map header of inode ${inode.nid}`);
  if ((view.u8(CLUSTER_BITS_AT) & WHOLE_FILE_FRAGMENT_BIT) !== 0) return readWholeFragment(volume, inode, view, offset);
  const clusterBits = readClusterBits(volume, inode, view);
  const advise = view.u16(ADVISE_AT);
  rejectAdvice(view, inode, advise);
  const has = (bit: number): boolean => (advise & bit) !== 0;
  if (inode.layout === 'compressed-compact' && has(Advise.bigPcluster1) !== has(Advise.bigPcluster2))
    throw view.error('h_advise', ADVISE_AT, hex(advise), 'both big pcluster bits or none, as the index is compact');
  if (has(Advise.fragment)) checkFragments(volume, inode, view, 'h_advise', ADVISE_AT);
  return {
    ...{ offset, clusterBits, algorithms: readAlgorithms(volume, view) },
    compacted2b: has(Advise.compacted2b),
    bigCompressed: has(Advise.bigPcluster1),
    bigPlain: has(Advise.bigPcluster2),
    interlaced: has(Advise.interlaced),
    inlineLength: has(Advise.inlinePcluster) ? readInlineLength(volume, view) : 0,
    fragmentOffset: has(Advise.fragment) ? view.u32(0) : undefined,
  };
}

/** The whole header is the offset then, but for its highest bit. */
function readWholeFragment(volume: Volume, inode: Inode, view: ByteView, offset: number): WholeFragment {
  checkFragments(volume, inode, view, 'h_clusterbits', CLUSTER_BITS_AT);
  const fragmentOffset = view.u64(0) ^ WHOLE_FILE_FRAGMENT;
  if (fragmentOffset > BigInt(Number.MAX_SAFE_INTEGER)) throw view.error('h_fragmentoff', 0, fragmentOffset, 'at most 2^53 - 1');
  return { end: offset + MAP_HEADER_LENGTH, fragmentOffset: Number(fragmentOffset) };
}

/** The packed inode is no fragment of itself. */
function checkFragments({ superBlock }: Volume, { nid }: Inode, view: ByteView, field: string, at: number): void {
  if (superBlock.packedNid === 0) throw view.error(field, at, 'fragments', 'none, as the superblock names no packed inode');
  if (superBlock.packedNid === nid) throw view.error(field, at, 'fragments', 'none in the packed inode itself');
}

/** Stored as bits more than a block's; no tool writes any but 0. */
function readClusterBits({ blockSize }: Volume, { layout }: Inode, view: ByteView): number {
  const value = view.u8(CLUSTER_BITS_AT);
  if ((value & ~CLUSTER_BITS_MASK) !== 0) throw view.error('h_clusterbits', CLUSTER_BITS_AT, hex(value), 'no reserved bits');
  if (value !== 0) throw unsupported(view, 'h_clusterbits', CLUSTER_BITS_AT, `logical clusters of ${2 ** value} blocks`);
  const bits = Math.log2(blockSize);
  if (layout === 'compressed-compact' && bits > MAX_COMPACT_BITS)
    throw view.error('h_clusterbits', CLUSTER_BITS_AT, bits, `at most ${MAX_COMPACT_BITS} bits in a compact index`);
  return bits;
}

function rejectAdvice(view: ByteView, { layout }: Inode, advise: number): void {
  if (layout === 'compressed-full' && (advise & Advise.compacted2b) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, 'extent records (48bit)');
  if ((advise & ~KNOWN_ADVISE) !== 0) throw unsupported(view, 'h_advise', ADVISE_AT, `advice ${hex(advise)}`);
  if ((advise & Advise.inlinePcluster) !== 0 && (advise & Advise.fragment) !== 0)
    throw view.error('h_advise', ADVISE_AT, hex(advise), 'an end that is either inline or a fragment');
}

function readInlineLength({ blockSize }: Volume, view: ByteView): number {
  const length = view.u16(INLINE_LENGTH_AT);
  if (length === 0 || length > blockSize) throw view.error('h_idata_size', INLINE_LENGTH_AT, length, `1 to ${blockSize}`);
  return length;
}

/** Bits 0 to 3 are the algorithm of HEAD1 clusters, 4 to 7 that of HEAD2 ones. */
function readAlgorithms({ superBlock }: Volume, view: ByteView): readonly [Algorithm, Algorithm] {
  const value = view.u8(ALGORITHM_AT);
  const [first, second] = [ALGORITHMS[value & 0xf], ALGORITHMS[value >>> 4]];
  if (first === undefined || second === undefined) throw unsupported(view, 'h_algorithmtype', ALGORITHM_AT, `algorithm ${hex(value)}`);
  if (!superBlock.algorithms.includes(first)) throw view.error('h_algorithmtype', ALGORITHM_AT, first, 'an algorithm that the superblock names');
  return [first, second];
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
