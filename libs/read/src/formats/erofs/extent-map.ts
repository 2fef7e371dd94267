import { FormatError } from '../../bytes/index.ts';
import { compactIndex } from './compact-index.ts';
import type { Encoding, Extent } from './extent.ts';
import { Incompat } from './features.ts';
import { fullIndex } from './full-index.ts';
import type { Inode } from './inode.ts';
import type { HeadLcluster, LclusterIndex } from './lcluster.ts';
import { type MapHeader, readMapHeader } from './map-header.ts';
import { blocksProblem, type Volume } from './volume.ts';

type Place = Pick<Extent, 'source' | 'sourceLength' | 'isInline'>;

/** Z_EROFS_PCLUSTER_MAX_DSIZE: bytes that one physical cluster may inflate to. */
export const MAX_EXTENT_LENGTH = 12 * 1024 * 1024;
/** Logical clusters whose extents are worked out, and kept, together. */
const WINDOW = 512;
const MAX_WINDOWS = 8;

export interface ExtentMap {
  /** Where what belongs to the inode ends, from the filesystem's start. */
  readonly end: number;
  /** The extent that holds byte `offset`, which is below the file's size. */
  at(offset: number): Extent;
}

/** The file is not empty. */
export function openExtentMap(volume: Volume, inode: Inode): ExtentMap {
  const header = readMapHeader(volume, inode);
  if ('offset' in header) return new IndexedExtentMap(volume, inode, header);
  const extent = fragment(0, inode.size, header.fragmentOffset);
  return { end: header.end, at: () => extent };
}

/** The extents of one compressed file, worked out from its index a window at a time. */
class IndexedExtentMap implements ExtentMap {
  readonly #index: LclusterIndex;
  readonly #volume: Volume;
  readonly #inode: Inode;
  readonly #header: MapHeader;
  readonly #clusterLength: number;
  readonly #count: number;
  /** A head is not further away than this many logical clusters. */
  readonly #reach: number;
  readonly #windows = new Map<number, readonly Extent[]>();

  constructor(volume: Volume, inode: Inode, header: MapHeader) {
    this.#volume = volume;
    this.#inode = inode;
    this.#header = header;
    this.#clusterLength = 2 ** this.#header.clusterBits;
    this.#count = Math.ceil(inode.size / this.#clusterLength);
    this.#reach = MAX_EXTENT_LENGTH / this.#clusterLength + 1;
    this.#index = openIndex(volume, inode, header, this.#count);
  }

  get end(): number {
    return this.#index.end + this.#header.inlineLength;
  }

  at(offset: number): Extent {
    const lcn = Math.floor(offset / this.#clusterLength);
    const window = Math.floor(lcn / WINDOW);
    const found = lastBefore(this.#extents(window), offset);
    if (found !== undefined) return found;
    const head = this.#headBefore(window * WINDOW);
    return this.#extents(Math.floor(head / WINDOW)).at(-1)!;
  }

  #extents(window: number): readonly Extent[] {
    const known = this.#windows.get(window);
    if (known !== undefined) return known;
    const extents = this.#build(window * WINDOW, Math.min((window + 1) * WINDOW, this.#count));
    if (this.#windows.size >= MAX_WINDOWS) this.#windows.delete(this.#windows.keys().next().value!);
    this.#windows.set(window, extents);
    return extents;
  }

  /** Extents that begin in these logical clusters. */
  #build(first: number, end: number): readonly Extent[] {
    const extents: Extent[] = [];
    let head = -1;
    let pending: HeadLcluster | undefined;
    for (let lcn = first; lcn < end; lcn++) {
      const entry = this.#index.entry(lcn);
      if (entry.kind === 'nonhead') {
        if (head < 0) head = this.#headBefore(lcn);
        this.#checkNonHead(lcn, head, entry.back, entry.storedBlocks);
        continue;
      }
      if (pending !== undefined) this.#push(extents, this.#extent(head, pending, this.#start(lcn, entry)), head);
      else if (lcn === 0 && entry.clusterOffset !== 0) throw this.#error(lcn, 'clusterofs', entry.clusterOffset, '0 in the first logical cluster');
      head = lcn;
      pending = this.#start(lcn, entry) < this.#inode.size ? entry : this.#checkTerminator(lcn, entry);
    }
    if (pending !== undefined) this.#push(extents, this.#extent(head, pending, this.#endAfter(head, end)), head);
    return extents;
  }

  /** Only with dedupe, which has a bit with fragments in common, may clusters be stored in the same place. */
  #push(extents: Extent[], extent: Extent, lcn: number): void {
    const before = extents.at(-1);
    const mayShare = (this.#volume.superBlock.featureBits.incompat & Incompat.fragments) !== 0;
    if (before !== undefined && !mayShare && before.source < extent.source + extent.sourceLength && extent.source < before.source + before.sourceLength)
      throw this.#error(lcn, 'blkaddr', extent.source / this.#volume.blockSize, 'blocks that the extent before does not have');
    extents.push(extent);
  }

  #start(lcn: number, { clusterOffset }: HeadLcluster): number {
    return lcn * this.#clusterLength + clusterOffset;
  }

  /** A full index may end with an entry at the file's very end, where nothing begins any more. */
  #checkTerminator(lcn: number, entry: HeadLcluster): undefined {
    const start = this.#start(lcn, entry);
    if (start !== this.#inode.size || lcn !== this.#count - 1)
      throw this.#error(lcn, 'clusterofs', entry.clusterOffset, `a start up to the file's end, byte ${this.#inode.size}`);
    return undefined;
  }

  /** Random access follows these distances, so that they must lead to the head that the order of entries gives. */
  #checkNonHead(lcn: number, head: number, back: number, storedBlocks: number | undefined): void {
    if (back < 1 || back > lcn - head) throw this.#error(lcn, 'delta[0]', back, `1 to ${lcn - head}, the distance to the head`);
    if (storedBlocks !== undefined && lcn !== head + 1) throw this.#error(lcn, 'delta[0]', 'a block count', 'one only right behind a head');
  }

  /** The last head before `lcn`. */
  #headBefore(lcn: number): number {
    for (let at = lcn - 1; at >= 0 && lcn - at <= this.#reach; at--) if (this.#index.entry(at).kind !== 'nonhead') return at;
    throw this.#error(lcn, 'type', 'nonhead', `a head within ${this.#reach} logical clusters before`);
  }

  /** Where the extent of `head` ends when no head follows before `from`. */
  #endAfter(head: number, from: number): number {
    for (let lcn = from; lcn < this.#count; lcn++) {
      const entry = this.#index.entry(lcn);
      if (entry.kind !== 'nonhead') return this.#start(lcn, entry);
      if (lcn - head > this.#reach) throw this.#error(lcn, 'type', 'nonhead', `a head within ${this.#reach} logical clusters after ${head}`);
    }
    return this.#inode.size;
  }

  #extent(lcn: number, head: HeadLcluster, end: number): Extent {
    const start = this.#start(lcn, head);
    const length = end - start;
    if (end > this.#inode.size) throw this.#error(lcn, 'extent', `an end at byte ${end}`, `one up to the file's end, byte ${this.#inode.size}`);
    const { fragmentOffset, inlineLength } = this.#header;
    const isLast = end === this.#inode.size;
    if (isLast && fragmentOffset !== undefined) return fragment(start, length, this.#fragmentOffset(head, fragmentOffset));
    const place = isLast && inlineLength > 0 ? this.#inlinePlace(lcn, inlineLength) : this.#blockPlace(lcn, head);
    if (length > MAX_EXTENT_LENGTH) throw this.#error(lcn, 'extent', length, `at most ${MAX_EXTENT_LENGTH} bytes`);
    if (head.kind === 'plain' && length > place.sourceLength)
      throw this.#error(lcn, 'extent', length, `at most ${place.sourceLength} bytes, as they are not compressed`);
    return { start, length, ...place, encoding: this.#encoding(lcn, head), isPartial: head.isPartial };
  }

  #blockPlace(lcn: number, head: HeadLcluster): Place {
    const { blockSize, superBlock } = this.#volume;
    const blocks = this.#storedBlocks(lcn, head);
    const { maxBlocks } = superBlock.compression;
    if (blocks > maxBlocks) throw this.#error(lcn, 'stored blocks', blocks, `at most ${maxBlocks}, as the superblock says`);
    const problem = blocksProblem(this.#volume, head.block, blocks);
    if (problem !== undefined) throw this.#error(lcn, 'blkaddr', head.block, problem);
    return { source: head.block * blockSize, sourceLength: blocks * blockSize, isInline: false };
  }

  /** Behind the index, and not across blocks. */
  #inlinePlace(lcn: number, sourceLength: number): Place {
    const { blockSize, length } = this.#volume;
    const source = this.#index.end;
    if ((source % blockSize) + sourceLength > blockSize || source + sourceLength > length)
      throw this.#error(lcn, 'h_idata_size', sourceLength, `at most the ${blockSize - (source % blockSize)} bytes that are left of the block`);
    return { source, sourceLength, isInline: true };
  }

  /** A full index has the high 32 bits in place of the block. */
  #fragmentOffset({ block }: HeadLcluster, low: number): number {
    return this.#inode.layout === 'compressed-full' ? block * 2 ** 32 + low : low;
  }

  #storedBlocks(lcn: number, { kind }: HeadLcluster): number {
    const mayBeBig = kind === 'plain' ? this.#header.bigPlain : this.#header.bigCompressed;
    if (!mayBeBig || lcn + 1 >= this.#count) return 1;
    const next = this.#index.entry(lcn + 1);
    if (next.kind !== 'nonhead') return 1;
    if (next.storedBlocks === undefined || next.storedBlocks === 0)
      throw this.#error(lcn + 1, 'delta[0]', next.storedBlocks ?? next.back, 'a block count above 0');
    return next.storedBlocks;
  }

  #encoding(lcn: number, { kind }: HeadLcluster): Encoding {
    if (kind === 'plain') return this.#header.interlaced ? 'interlaced' : 'plain';
    const algorithm = this.#header.algorithms[kind === 'head' ? 0 : 1];
    if (!this.#volume.superBlock.algorithms.includes(algorithm)) throw this.#error(lcn, 'type', algorithm, 'an algorithm that the superblock names');
    return algorithm;
  }

  #error(lcn: number, field: string, found: string | number, expected: string | number): FormatError {
    const structure = `erofs index of inode ${this.#inode.nid}, logical cluster ${lcn}`;
    return new FormatError({ structure, field, offset: this.#index.place(Math.min(lcn, this.#count - 1)), found, expected });
  }
}

function fragment(start: number, length: number, source: number): Extent {
  return { start, length, source, sourceLength: 0, encoding: 'fragment', isPartial: false, isInline: false };
}

/** The index lies in the filesystem, so that a file's size is bounded by it. */
function openIndex(volume: Volume, inode: Inode, header: MapHeader, count: number): LclusterIndex {
  const index = inode.layout === 'compressed-full' ? fullIndex(volume, inode, header, count) : compactIndex(volume, inode, header, count);
  if (index.end > volume.length) throw inode.view.error('i_size', 8, inode.size, `no more than an index that ends at byte ${volume.length} can map`);
  return index;
}

/** The last extent that starts at or before `offset`. */
function lastBefore(extents: readonly Extent[], offset: number): Extent | undefined {
  let low = 0;
  let high = extents.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (extents[middle]!.start > offset) high = middle;
    else low = middle + 1;
  }
  return extents[low - 1];
}
